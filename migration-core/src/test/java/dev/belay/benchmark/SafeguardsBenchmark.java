package dev.belay.benchmark;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.server.ClientEnvironment;
import dev.belay.server.CopyHost;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the safeguards cost, on the server that {@code belay.benchmark.server} names (nothing is done without), over a
 * database that pgbench makes and one wide table of jsonb, {@code belay.benchmark.gigabytes} large together, whose documents are
 * {@code belay.benchmark.documents} ({@code hashes}, {@code mixed} or {@code words}): a backup
 * beside {@code pg_dump -Fc}, a restore beside {@code pg_restore -j1} of that file, and an upgrade beside the same steps
 * done by hand with the same programs. The two take turns.
 */
public final class SafeguardsBenchmark {

    private static final int PAIRS = Integer.getInteger("belay.benchmark.pairs", 1);
    private static final double GIGABYTES = Double.parseDouble(System.getProperty("belay.benchmark.gigabytes", "4"));
    private static final Documents DOCUMENTS = Documents.valueOf(
            System.getProperty("belay.benchmark.documents", "hashes").toUpperCase(Locale.ROOT));
    private static final String LARGE = "belay_benchmark";
    private static final String SMALL = "belay_benchmark_small";
    private static final String COPY = "belay_benchmark_copy";

    /** What the forty values of a document are: gzip's levels differ the more, the less random they are. */
    private enum Documents {
        HASHES("to_jsonb(md5((i * n)::text))", 150_000),
        MIXED(
                "CASE n % 3 WHEN 0 THEN to_jsonb(i * n % 9973) WHEN 1 THEN to_jsonb(md5((i * n)::text))"
                        + " ELSE to_jsonb('value ' || i * n % 101 || ' of many') END",
                240_000),
        WORDS(
                "CASE n % 2 WHEN 0 THEN to_jsonb(i * n % 9973)"
                        + " ELSE to_jsonb('value ' || i * n % 101 || ' of many') END",
                270_000);

        private final String value;
        private final int perGigabyte;

        Documents(String value, int perGigabyte) {
            this.value = value;
            this.perGigabyte = perGigabyte;
        }
    }

    private final String url;
    private final ConnectionSettings server;
    private final PostgresClient client;
    private final Path folder;
    private final Path scripts;

    private SafeguardsBenchmark(String url, Path folder) throws IOException {
        this.url = url;
        this.server = PostgresUrl.parse(url, "belay.benchmark.server");
        this.client = PostgresClient.find()
                .filter(found -> found.major() >= major(server))
                .orElseThrow();
        this.folder = folder;
        this.scripts = Files.createDirectory(folder.resolve("scripts"));
    }

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        String url = System.getProperty("belay.benchmark.server", "");
        if (url.isBlank()) {
            return;
        }
        Path folder = Files.createTempDirectory("belay-benchmark");
        try {
            new SafeguardsBenchmark(url, folder).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws IOException, SQLException, InterruptedException {
        write();
        try {
            make(SMALL, 0.1);
            make(LARGE, GIGABYTES);
            var backup = new Ratios("backup / pg_dump -Fc");
            var restore = new Ratios("restore / pg_restore -j1");
            var upgrade = new Ratios("upgrade / the same steps by hand");
            for (int pair = 1; pair <= PAIRS; pair++) {
                backups(backup, restore);
                upgrades(upgrade);
            }
            List.of(backup, restore, upgrade).forEach(Ratios::print);
            memory();
        } finally {
            sql(server, "DROP DATABASE IF EXISTS " + SMALL, "DROP DATABASE IF EXISTS " + LARGE);
        }
    }

    private void write() throws IOException {
        Files.writeString(scripts.resolve("V1__wide.sql"), "SELECT 1;");
        Files.writeString(
                scripts.resolve("V2__note.sql"),
                "ALTER TABLE pgbench_accounts ADD COLUMN note text;\nCREATE INDEX wide_kind ON wide ((body ->> 'kind'));");
        Files.writeString(
                scripts.resolve("U2__note.sql"),
                "DROP INDEX wide_kind;\nALTER TABLE pgbench_accounts DROP COLUMN note;");
    }

    /** pgbench's row of an account is about 150 bytes with its index; a third of the whole is the wide table. */
    private void make(String database, double gigabytes) throws IOException, SQLException, InterruptedException {
        sql(server, "DROP DATABASE IF EXISTS " + database, "CREATE DATABASE " + database);
        program("pgbench", server.withDatabase(database), "-i", "-q", "-s", Long.toString(Math.round(gigabytes * 45)));
        sql(
                server.withDatabase(database),
                "CREATE TABLE wide AS SELECT i AS id, (SELECT jsonb_object_agg('attribute_' || n, " + DOCUMENTS.value
                        + ") FROM generate_series(1, 40) n) || jsonb_build_object('kind', 'k' || i % 100) AS body"
                        + " FROM generate_series(1, " + Math.round(gigabytes * DOCUMENTS.perGigabyte) + ") i",
                "ALTER TABLE wide ADD PRIMARY KEY (id)",
                "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50), description"
                        + " varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int,"
                        + " installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),"
                        + " execution_time int NOT NULL, success boolean NOT NULL)",
                "INSERT INTO flyway_schema_history VALUES (1, '1', 'wide', 'BASELINE', 'wide', NULL, 'me', now(), 0, true)",
                "VACUUM ANALYZE",
                "CHECKPOINT");
        System.out.println(database + ": " + bytes(database) / 1_000_000 + " MB");
    }

    private void backups(Ratios backup, Ratios restore) throws IOException, SQLException, InterruptedException {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        Path usual = folder.resolve("usual.dump");
        String copy = SafeguardsContestant.RESTORED;
        backup.add(
                timed(() -> contestant("backup", LARGE, ours)),
                timed(() -> program("pg_dump", server.withDatabase(LARGE), "-Fc", "-f", usual.toString())));
        System.out.printf(Locale.ROOT, "backup / pg_dump -Fc: size x %.2f%n", (double) size(ours) / Files.size(usual));
        long one = timed(() -> contestant("restore", LARGE, ours));
        sql(server, "DROP DATABASE " + copy, "CREATE DATABASE " + copy);
        restore.add(
                one,
                timed(() -> program("pg_restore", server.withDatabase(copy), "-j1", "-d", copy, usual.toString())));
        sql(server, "DROP DATABASE " + copy);
        delete(ours);
        Files.delete(usual);
    }

    private void upgrades(Ratios upgrade) throws IOException, SQLException, InterruptedException {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        long one = timed(() -> contestant("upgrade", LARGE, ours));
        ConnectionSettings live = server.withDatabase(LARGE);
        apply(live, "U2__note.sql");
        sql(live, "DELETE FROM flyway_schema_history WHERE installed_rank > 1", "DROP SCHEMA belay CASCADE");
        delete(ours);
        upgrade.add(one, timed(() -> byHand(live)));
        apply(live, "U2__note.sql");
        delete(folder.resolve("dump"));
    }

    private void byHand(ConnectionSettings live) throws IOException, SQLException, InterruptedException {
        String dump = folder.resolve("dump").toString();
        String jobs = "-j" + 2 * Runtime.getRuntime().availableProcessors();
        String compression = client.major() < 16 ? "1" : "zstd:1";
        program("pg_dump", live, "-Fd", jobs, "--compress=" + compression, "-f", dump);
        var scratch = new EmbeddedScratch(client.major(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT);
        try (CopyHost host = scratch.host()) {
            sql(host.maintenance(), "CREATE DATABASE " + COPY);
            ConnectionSettings copy = host.maintenance().withDatabase(COPY);
            program("pg_restore", copy, "--no-owner", "--no-acl", jobs, "-d", COPY, dump);
            apply(copy, "V2__note.sql");
            apply(copy, "U2__note.sql");
            apply(copy, "V2__note.sql");
        }
        apply(live, "V2__note.sql");
    }

    /** What a process needs for a large database, beside what it needs for a small one. */
    private void memory() throws IOException, InterruptedException, SQLException {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        long small = contestant("upgrade", SMALL, ours);
        long large = contestant("upgrade", LARGE, ours);
        System.out.printf(
                Locale.ROOT,
                "memory of an upgrade of %.1f GB / of 0.1 GB: %d MB / %d MB, x %.2f%n",
                GIGABYTES,
                large / 1000,
                small / 1000,
                (double) large / small);
    }

    private void apply(ConnectionSettings database, String script) throws IOException, InterruptedException {
        program(
                "psql",
                database,
                "-q",
                "-1",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                scripts.resolve(script).toString());
    }

    /** {@return the last line of a contestant} */
    private long contestant(String what, String database, Path backups) throws IOException, InterruptedException {
        String output = run(new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dbelay.test.binaries=" + System.getProperty("belay.test.binaries", ""),
                "-Dbelay.test.home=" + System.getProperty("belay.test.home", ""),
                "-cp",
                System.getProperty("java.class.path"),
                SafeguardsContestant.class.getName(),
                what,
                url.replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1"),
                backups.toString(),
                scripts.toString()));
        return Long.parseLong(
                output.lines().reduce((first, second) -> second).orElseThrow().strip());
    }

    private void program(String name, ConnectionSettings database, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(client.folder().resolve(name).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(ClientEnvironment.of(database));
        run(builder);
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(builder.command().get(0) + ": " + output);
        }
        return output;
    }

    private static void sql(ConnectionSettings database, String... statements) throws SQLException {
        try (Connection connection = new Sessions(Progress.SILENT).open(database, RunId.random(), SessionRole.WORK);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int major(ConnectionSettings server) {
        try (Connection connection = new Sessions(Progress.SILENT).open(server, RunId.random(), SessionRole.READ)) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long bytes(String database) throws SQLException {
        try (Connection connection = new Sessions(Progress.SILENT).open(server, RunId.random(), SessionRole.READ);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pg_database_size('" + database + "')")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Something that takes its time. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, SQLException, InterruptedException;
    }

    private static long timed(Work work) throws IOException, SQLException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** One contest's times. */
    private record Ratios(String title, List<Double> ratios) {

        Ratios(String title) {
            this(title, new ArrayList<>());
        }

        void add(long ours, long theirs) {
            System.out.printf(Locale.ROOT, "%s: %d ms, %d ms%n", title, ours, theirs);
            ratios.add((double) ours / theirs);
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "%s: time x %.2f (%.2f to %.2f), median of %d%n",
                    title,
                    ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow(),
                    ratios.stream().min(Comparator.naturalOrder()).orElseThrow(),
                    ratios.stream().max(Comparator.naturalOrder()).orElseThrow(),
                    ratios.size());
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
