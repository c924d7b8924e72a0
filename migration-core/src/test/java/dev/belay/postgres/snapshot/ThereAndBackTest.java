package dev.belay.postgres.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.testing.EachServer;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** A change makes a difference, and what undoes it makes none remain: by the snapshot, and by pg_dump. */
@EachServer
@ExtendWith(PostgresExtension.class)
class ThereAndBackTest {

    private static final Pattern CASE = Pattern.compile("(?:(\\d+)\\+: )?(same: )?(.+) ==> (.+)");

    @Parameter
    TestServer server;

    /**
     * A line of there-and-back.txt: {@code [15+: ][same: ]change ==> undo}.
     *
     * @param from the first major that knows the statement
     * @param seen false for what no schema shows
     */
    private record Case(int from, boolean seen, String change, String undo) {

        static Case parse(String line) {
            Matcher parts = CASE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            return new Case(
                    parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1)),
                    parts.group(2) == null,
                    parts.group(3),
                    parts.group(4));
        }
    }

    private static String resource(String name) {
        try (var in = ThereAndBackTest.class.getResourceAsStream("/snapshot/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema public belongs to another role from 15 on. */
    private static List<Case> cases(int major) {
        return resource("there-and-back.txt")
                .replace(":public_owner", major >= 15 ? "pg_database_owner" : "postgres")
                .lines()
                .map(Case::parse)
                .filter(it -> it.from() <= major)
                .toList();
    }

    private TestDatabase base() {
        TestDatabase base = server.newDatabase();
        base.execute(resource("base.sql"));
        base.execute(resource("back-base.sql"));
        return base;
    }

    private static SchemaSnapshot snapshot(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return SnapshotReader.read(connection, Set.of());
        }
    }

    @Test
    void aChangeIsSeenAndNothingRemainsOfItOnceItIsUndone() throws SQLException {
        // hundreds of snapshots: the newest catalogue, and the one that pg_dump is asked about below
        assumeTrue(List.of("PostgreSQL 15", "PostgreSQL 18").contains(server.label()), "not on all");
        TestDatabase base = base();
        SchemaSnapshot before = snapshot(base);
        List<Case> cases = cases(base.major());
        var wrong = new ArrayList<String>();
        try (Connection connection = base.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (Case each : cases) {
                try {
                    statement.execute(each.change());
                    SchemaDiff there = SchemaDiff.between(before, SnapshotReader.readNow(statement, "'{}'"));
                    if (there.isEmpty() == each.seen()) {
                        wrong.add(each.change() + there.lines());
                    }
                    statement.execute("RESET search_path; " + each.undo());
                    SchemaDiff back = SchemaDiff.between(before, SnapshotReader.readNow(statement, "'{}'"));
                    if (!back.isEmpty()) {
                        wrong.add(each.undo() + back.lines());
                    }
                } catch (SQLException e) {
                    wrong.add(each + ": " + e.getMessage());
                }
                connection.rollback();
            }
        }
        server.drop(base);
        assertThat(wrong).isEmpty();
        assertThat(cases).hasSizeGreaterThan(250);
    }

    /** On one server, as each answer is a process. */
    @Test
    void pgDumpSeesTheSame() throws SQLException {
        PostgresClient client = PostgresClient.find().orElse(null);
        assumeTrue(
                client != null && server.label().equals("PostgreSQL " + client.major()),
                "pg_dump of this major is needed");
        TestDatabase base = base();
        List<String> before = client.schema(base);
        var wrong = new ArrayList<String>();
        for (Case each : cases(base.major())) {
            base.execute(each.change());
            if (client.schema(base).equals(before) == each.seen()) {
                wrong.add(each.change());
            }
            base.execute(each.undo());
            assertThat(client.schema(base)).as(each.undo()).isEqualTo(before);
        }
        server.drop(base);
        assertThat(wrong).isEmpty();
    }
}
