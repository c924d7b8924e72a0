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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** Changes of every kind are made, one by one, to a schema that has every kind of object. */
@EachServer
@ExtendWith(PostgresExtension.class)
class SnapshotReaderTest {

    /** They change nothing of a schema. */
    private static final Set<String> NOTHING =
            Set.of("CREATE TEMPORARY", "INSERT", "SELECT", "ANALYZE", "REFRESH", "REINDEX", "VACUUM");

    @Parameter
    TestServer server;

    private static String resource(String name) {
        try (var in = SnapshotReaderTest.class.getResourceAsStream("/snapshot/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaSnapshot snapshot(TestDatabase database) {
        try (Connection connection = database.connect()) {
            return SnapshotReader.read(connection, Set.of());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean changesNothing(String change) {
        return NOTHING.stream().anyMatch(change::startsWith);
    }

    @Test
    void everyChangeIsSeen() throws SQLException {
        // hundreds of snapshots: the newest catalogue, and the one that pg_dump is asked about below
        assumeTrue(List.of("PostgreSQL 15", "PostgreSQL 18").contains(server.label()), "not on all");
        TestDatabase base = server.newDatabase();
        base.execute(resource("base.sql"));
        SchemaSnapshot before = snapshot(base);
        Set<String> wrong = new TreeSet<>();
        try (Connection connection = base.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String change :
                    changes().filter(it -> !it.startsWith("VACUUM")).toList()) {
                try {
                    statement.execute(change);
                    SchemaSnapshot after = SnapshotReader.readNow(statement, "'{}'");
                    if (SchemaDiff.between(before, after).isEmpty() != changesNothing(change)) {
                        wrong.add(change);
                    }
                } catch (SQLException e) {
                    wrong.add(change + ": " + e.getMessage());
                }
                connection.rollback();
            }
        }
        assertThat(snapshot(base)).isEqualTo(before);
        server.drop(base);
        assertThat(wrong).isEmpty();
        assertThat(changes()).hasSizeGreaterThan(190);
    }

    private static Stream<String> changes() {
        return resource("changes.sql").lines();
    }

    /** What is expected above is what pg_dump shows; asked on one server, as each answer is a process. */
    @Test
    void pgDumpSeesTheSameChanges() {
        PostgresClient client = PostgresClient.find().orElse(null);
        TestDatabase base = server.newDatabase();
        assumeTrue(
                client != null
                        && client.major() == base.major()
                        && server.label().equals("PostgreSQL " + client.major()),
                "pg_dump of this major is needed");
        base.execute(resource("base.sql"));
        List<String> before = client.schema(base);
        Set<String> wrong = new TreeSet<>();
        int number = 0;
        for (String change : changes().toList()) {
            // the server copies faster than it creates
            String name = base.name() + "_" + number++;
            new TestDatabase("postgres", base.major(), base.settings().withDatabase("postgres"))
                    .execute("CREATE DATABASE " + name + " TEMPLATE " + base.name());
            TestDatabase copy =
                    new TestDatabase(name, base.major(), base.settings().withDatabase(name));
            copy.execute(change);
            if (client.schema(copy).equals(before) != changesNothing(change)) {
                wrong.add(change);
            }
            server.drop(copy);
        }
        server.drop(base);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aTableThatIsLeftOutIsLeftOutWithAllThatBelongsToIt() throws SQLException {
        TestDatabase database = server.newDatabase();
        SchemaSnapshot empty = snapshot(database);
        database.execute("""
                CREATE TABLE "Hist" (id serial PRIMARY KEY, at timestamp DEFAULT now() CHECK (at > '2000-01-01'));
                COMMENT ON TABLE "Hist" IS 'x'; GRANT SELECT ON "Hist" TO pg_monitor; CREATE INDEX h ON "Hist" (at);
                ALTER TABLE "Hist" OWNER TO pg_monitor; ALTER TABLE "Hist" ALTER id DROP DEFAULT; DROP SEQUENCE "Hist_id_seq";
                CREATE SCHEMA belay; CREATE TABLE belay.run (id int PRIMARY KEY); COMMENT ON TABLE belay.run IS 'x';
                """);
        try (Connection connection = database.connect()) {
            SchemaDiff diff = SchemaDiff.between(
                    empty, SnapshotReader.read(connection, Set.of("public.\"Hist\"", "public.\"not there\"")));
            assertThat(diff.lines()).isEmpty();
            assertThat(connection.getAutoCommit()).isTrue();
        }
        server.drop(database);
    }

    @Test
    void whatDiffersIsSaidObjectByObject() {
        TestDatabase database = server.newDatabase();
        database.execute("CREATE TABLE t (a int, b text DEFAULT 'x', c int); CREATE INDEX t_a ON t (a);"
                + " CREATE TYPE e AS ENUM ('one')");
        SchemaSnapshot before = snapshot(database);
        database.execute(
                "DROP INDEX t_a; ALTER TABLE t ALTER b DROP DEFAULT; ALTER TYPE e ADD VALUE 'two'; ALTER TABLE t"
                        + " DROP COLUMN a, ADD COLUMN a int");
        SchemaDiff diff = SchemaDiff.between(before, snapshot(database));
        assertThat(diff.lines())
                .isEqualTo(List.of(
                        "column public.t.a stands at place 3, and stood at 1",
                        "column public.t.b is another",
                        "    - default 'x'::text",
                        "column public.t.c stands at place 2, and stood at 3",
                        "index public.t_a is missing",
                        "    - CREATE INDEX t_a ON public.t USING btree (a)",
                        "type public.e is another",
                        "    + 'two'"));
        assertThat(diff.isColumnOrderOnly()).isFalse();
        server.drop(database);
    }

    /** Read from its own print, such an expression is printed in another way: every restored database has that. */
    @Test
    void listsOfVarcharsAreTheSameBehindADump() {
        TestDatabase written = server.newDatabase();
        TestDatabase printed = server.newDatabase();
        written.execute("""
                CREATE TABLE t (a varchar(9) CHECK (a IN ('x', 'it''s, (so', 'b' || 'c')), b varchar CHECK (b NOT IN ('[')),
                    c varchar(5) CHECK (c = ANY (ARRAY['a', 'b']::varchar(5)[])), d varchar, e char(1) CHECK (e IN ('x')));
                CREATE INDEX i ON t (a) WHERE a IN ('x', 'y');
                """);
        printed.execute("CREATE TABLE t (a varchar(9), b varchar, c varchar(5), d varchar, e char(1))");
        written.query("SELECT format('ALTER TABLE t ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))"
                        + " FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c' UNION ALL"
                        + " SELECT pg_get_indexdef('i'::regclass)")
                .forEach(printed::execute);
        String checks = "SELECT string_agg(pg_get_constraintdef(oid), ' ' ORDER BY conname) FROM pg_constraint"
                + " WHERE conrelid = 't'::regclass";
        assertThat(printed.query(checks)).isNotEqualTo(written.query(checks));
        assertThat(SchemaDiff.between(snapshot(written), snapshot(printed)).lines())
                .isEmpty();

        printed.execute("ALTER TABLE t DROP CONSTRAINT t_b_check; ALTER TABLE t ADD CHECK (b NOT IN ('(', '['))");
        assertThat(SchemaDiff.between(snapshot(written), snapshot(printed)).lines())
                .hasSize(3);
        server.drop(written);
        server.drop(printed);
    }

    @Test
    void anotherOrderOfColumnsIsSeenAsThat() {
        TestDatabase database = server.newDatabase();
        database.execute("CREATE TABLE t (a int, b text)");
        SchemaSnapshot before = snapshot(database);
        database.execute("ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a int");
        SchemaSnapshot after = snapshot(database);
        assertThat(SchemaDiff.between(before, after).isColumnOrderOnly()).isTrue();
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint()).hasSize(64);
        server.drop(database);
    }
}
