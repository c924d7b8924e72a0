package dev.belay.benchmark;

import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A snapshot of a schema with 5,000 tables beside {@code pg_dump --schema-only} of it. The two take turns, so that a
 * machine that gets slower hits both; what counts is the ratio, pair by pair. Each snapshot has a connection of its own,
 * as pg_dump has.
 */
public final class SnapshotBenchmark {

    private static final int TABLES = 5000;
    private static final int PAIRS = Integer.getInteger("belay.benchmark.pairs", 5);

    private SnapshotBenchmark() {}

    public static void main(String[] arguments) throws SQLException {
        PostgresClient client = PostgresClient.find()
                .orElseThrow(() -> new IllegalStateException("no pg_dump is installed to compare with"));
        try (var servers = new TestServers()) {
            TestDatabase database = servers.newDatabase(client.major());
            fill(database);
            compare(database, client);
        }
    }

    /** In several transactions: one alone would need more locks than the server has room for. */
    private static void fill(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (int n = 1; n <= TABLES; n++) {
                statement.execute("CREATE TABLE t" + n + " (id bigint PRIMARY KEY,"
                        + " name text NOT NULL, made timestamptz DEFAULT now())");
            }
            statement.execute("VACUUM ANALYZE");
        }
    }

    private static void compare(TestDatabase database, PostgresClient client) throws SQLException {
        var ratios = new ArrayList<Double>();
        for (int pair = 0; pair <= PAIRS; pair++) {
            long start = System.nanoTime();
            int objects = snapshot(database);
            long between = System.nanoTime();
            List<String> dump = client.schema(database);
            long end = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d tables%s: snapshot of %d objects %d ms, pg_dump of %d lines %d ms%n",
                    TABLES,
                    pair == 0 ? " (warm-up, not counted)" : "",
                    objects,
                    (between - start) / 1_000_000,
                    dump.size(),
                    (end - between) / 1_000_000);
            if (pair > 0) {
                ratios.add((double) (between - start) / (end - between));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "snapshot / pg_dump: time x %.2f (%.2f to %.2f), median of %d pairs%n",
                ratios.stream().sorted().skip(PAIRS / 2).findFirst().orElseThrow(),
                ratios.stream().min(Comparator.naturalOrder()).orElseThrow(),
                ratios.stream().max(Comparator.naturalOrder()).orElseThrow(),
                PAIRS);
    }

    private static int snapshot(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return SnapshotReader.read(connection, Set.of()).objects().size();
        }
    }
}
