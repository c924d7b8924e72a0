package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.postgres.Secret;
import dev.belay.server.TargetSchema.Use;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestEngine;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(PostgresExtension.class)
class TargetSchemaTest {

    private static final TargetSchema.Table HISTORY = new TargetSchema.Table("public", "flyway_schema_history");

    private final TestServers servers;
    private final Optional<PostgresClient> client = PostgresClient.find();
    private TestDatabase target;
    private TestDatabase scratch;

    TargetSchemaTest(TestServers servers) {
        this.servers = servers;
    }

    /** The newest server that the installed pg_dump can read, and another from which its roles are not seen. */
    @BeforeEach
    void databases() {
        Assumptions.assumeTrue(client.isPresent(), "pg_dump is not installed");
        int major = Math.min(client.get().major(), 18);
        target = servers.newDatabase(major);
        scratch = servers.newDatabase(major == 14 ? 15 : major - 1);
    }

    @AfterEach
    void drop() {
        Optional.ofNullable(target).ifPresent(servers::drop);
        Optional.ofNullable(scratch).ifPresent(servers::drop);
    }

    private TargetSchema read(ConnectionSettings settings) {
        return TargetSchema.read(
                settings,
                Optional.of(new ClientSource.Folder(client.get().folder())),
                HISTORY,
                Use.SCRATCH,
                Progress.SILENT);
    }

    @Test
    void aScratchDatabaseBecomesLikeTheTarget() {
        String reader = "reader_" + UUID.randomUUID().toString().replace("-", "");
        target.execute("CREATE ROLE \"" + reader + "\"");
        target.execute(
                "CREATE SCHEMA app; CREATE TABLE app.orders (id bigserial PRIMARY KEY, note text DEFAULT 'it''s');"
                        + " CREATE VIEW app.open AS SELECT id FROM app.orders;"
                        + " CREATE FUNCTION app.f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN\nRETURN '\nSET lock_timeout = 5;\n';"
                        + " END $$; INSERT INTO app.orders VALUES (1, 'secret data');"
                        + " ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;"
                        + " CREATE POLICY p ON app.orders TO \"" + reader + "\" USING (id > 0);"
                        + " GRANT SELECT ON app.orders TO \"" + reader + "\";"
                        + " ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO \"" + reader + "\"");
        target.execute(
                "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, success boolean,"
                        + " description text, installed_on timestamp DEFAULT now());"
                        + " INSERT INTO flyway_schema_history VALUES (1, '1', true, 'it''s \\ the first'), (2, NULL, false, '')");
        TargetSchema schema = read(target.settings());

        assertThat(schema.sql()).doesNotContain("secret data", "\\restrict", "OWNER TO");
        scratch.execute(schema.sql());
        assertThat(client.get().dump(scratch))
                .filteredOn(line -> line.contains(reader))
                .hasSameElementsAs(client.get().dump(target).stream()
                        .filter(line -> line.contains(reader))
                        .toList())
                .hasSizeGreaterThanOrEqualTo(3);
        String history = "SELECT * FROM flyway_schema_history ORDER BY 1";
        assertThat(scratch.query(history)).hasSize(2).isEqualTo(target.query(history));
        assertThat(scratch.query("SELECT app.f()")).isEqualTo(target.query("SELECT app.f()"));
        assertThat(scratch.query("SELECT count(*) FROM app.orders")).containsExactly("0");
    }

    @Test
    void aGrantThatAnotherRoleMadeIsThereWithoutItsGrantor() {
        String id = UUID.randomUUID().toString().replace("-", "");
        target.execute(
                "CREATE ROLE a" + id + "; CREATE ROLE b" + id + "; CREATE TABLE t (id int);" + " GRANT SELECT ON t TO a"
                        + id + " WITH GRANT OPTION; SET ROLE a" + id + "; GRANT SELECT ON t TO b" + id);
        TargetSchema schema = read(target.settings());
        assertThat(schema.sql())
                .contains("GRANT SELECT ON TABLE public.t TO b" + id)
                .doesNotContain("AUTHORIZATION");
        scratch.execute(schema.sql());
        assertThat(scratch.query("SELECT has_table_privilege('b" + id + "', 't', 'SELECT')"))
                .containsExactly("t");
    }

    @Test
    void passwordsOfOtherServersStayWhereTheyAre() {
        target.execute("CREATE FOREIGN DATA WRAPPER f; CREATE SERVER s FOREIGN DATA WRAPPER f;"
                + " CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'sesame');"
                + " CREATE TABLE after_it (id int); GRANT USAGE ON FOREIGN SERVER s TO PUBLIC");
        String sql = read(target.settings()).sql();
        assertThat(sql).contains("CREATE SERVER s", "after_it").doesNotContain("sesame", "CREATE USER MAPPING");
        scratch.execute(sql);
    }

    @Test
    void materializedViewsCanBeRead() {
        target.execute("CREATE TABLE t (id int); CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t;"
                + " CREATE MATERIALIZED VIEW mm AS SELECT n FROM m; CREATE MATERIALIZED VIEW unfilled AS SELECT n FROM m"
                + " WITH NO DATA; INSERT INTO t VALUES (1)");
        scratch.execute(read(target.settings()).sql());
        assertThat(scratch.query("SELECT n FROM mm")).containsExactly("0");
        assertThat(scratch.query("SELECT relispopulated FROM pg_class WHERE relname = 'unfilled'"))
                .containsExactly("f");
    }

    @Test
    void theSessionThatRunsItIsAsBefore() throws Exception {
        target.execute("CREATE TABLE t (id int)");
        try (var connection = scratch.connect();
                var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '9s'");
            statement.execute(read(target.settings()).sql());
            try (var row = statement.executeQuery("SELECT current_setting('statement_timeout')"
                    + " || current_setting('search_path') || current_setting('check_function_bodies') FROM t"
                    + " RIGHT JOIN (VALUES (1)) v ON true")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("9s\"$user\", publicon");
            }
        }
    }

    @Test
    void withoutAHistoryThereAreNoRows() {
        target.execute("CREATE TABLE t (id int)");
        assertThat(read(target.settings()).sql())
                .contains("CREATE TABLE public.t")
                .doesNotContain("INSERT");
    }

    @Test
    void whatItsRoleMayNotReadIsSaidWithoutThePassword() {
        String role = "r_" + UUID.randomUUID().toString().replace("-", "");
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'sesame'; CREATE TABLE hidden (id int)");
        ConnectionSettings settings =
                target.settings().withCredentials(Optional.of(role), Optional.of(new Secret("sesame")));
        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("pg_dump cannot read the schema of " + target.name())
                .hasMessageContaining("hidden")
                .hasMessageNotContaining("sesame");
    }

    @Test
    @ResourceLock(TestEngine.CONTAINERS)
    void aProgramInAContainerWritesTheSame() {
        TestEngine engine = TestEngine.require();
        Assumptions.assumeTrue(engine.major() >= target.major(), "the image's pg_dump is too old for this server");
        target.execute("CREATE TABLE orders (id bigserial PRIMARY KEY, note text DEFAULT 'é')");
        ClientSource image = new ClientSource.Image(engine.image());
        assertThat(TargetSchema.read(target.settings(), Optional.of(image), HISTORY, Use.SCRATCH, Progress.SILENT))
                .isEqualTo(read(target.settings()));
    }

    @Test
    void aMissingClientIsSaidWithTheWayToGetOne(@TempDir Path empty) {
        assertThatThrownBy(() -> TargetSchema.read(
                        target.settings(),
                        Optional.of(new ClientSource.Folder(empty)),
                        HISTORY,
                        Use.SCRATCH,
                        Progress.SILENT))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("postgresql-client-" + target.major());
    }

    @Test
    void aRehearsalThatHasNoClientSpeaksOfTheRehearsal(@TempDir Path empty) {
        assertThatThrownBy(() -> TargetSchema.read(
                        target.settings(),
                        Optional.of(new ClientSource.Folder(empty)),
                        HISTORY,
                        Use.REHEARSAL,
                        Progress.SILENT))
                .hasMessageContaining("a rehearsal without rows needs pg_dump " + target.major() + " or later")
                .hasMessageContaining("-Ddb.skipRehearsal=true")
                .hasMessageNotContaining("db.scratch.from");
    }

    @Test
    void anOlderClientIsNotUsed() {
        assertThatThrownBy(() -> PgDump.find(
                        client.get().major() + 1,
                        Optional.of(new ClientSource.Folder(client.get().folder())),
                        Use.SCRATCH,
                        Progress.SILENT))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("too old: ");
        assertThat(PgDump.find(client.get().major(), Optional.empty(), Use.SCRATCH, Progress.SILENT)
                        .client()
                        .major())
                .isEqualTo(client.get().major());
    }

    @Test
    void theClientIsToldEverythingInItsEnvironment() {
        assertThat(ClientEnvironment.of(
                        PostgresUrl.parse("postgresql://me:word@[::1]:5433,b/shop?sslmode=require", "db.url")))
                .isEqualTo(Map.of(
                        "PGHOST", "::1,b",
                        "PGPORT", "5433,5432",
                        "PGDATABASE", "shop",
                        "PGUSER", "me",
                        "PGPASSWORD", "word",
                        "PGSSLMODE", "require",
                        "PGTARGETSESSIONATTRS", "read-write"));
    }

    @Test
    void onlyTheBeginningLosesItsTimeouts() {
        String dump = String.join(
                "\n",
                List.of(
                        "\\restrict abc",
                        "SET lock_timeout = 0;",
                        "SET client_encoding = 'UTF8';",
                        "-- Name: f(); Type: FUNCTION; Schema: public; Owner: -",
                        "SET lock_timeout = 0;",
                        "RESET SESSION AUTHORIZATION;",
                        "\\unrestrict abc"));
        assertThat(DumpText.clean(dump))
                .startsWith("SET client_encoding = 'UTF8';\n-- Name: f(); Type: FUNCTION; Schema: public; Owner: -\n"
                        + "SET lock_timeout = 0;\nRESET SESSION AUTHORIZATION;\nRESET search_path;");
    }
}
