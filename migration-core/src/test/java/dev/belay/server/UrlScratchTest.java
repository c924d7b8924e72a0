package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class UrlScratchTest {

    private static final Duration LONG_AGO = Duration.ofHours(2);

    private final TestServers servers;
    private final AtomicInteger fillings = new AtomicInteger();

    UrlScratchTest(TestServers servers) {
        this.servers = servers;
    }

    private TestDatabase admin(int major) {
        return new TestDatabase("postgres", major, servers.server(major).connection("postgres"));
    }

    private TestDatabase admin() {
        return admin(TestBinaries.defaultMajor());
    }

    private static UrlScratch scratch(ConnectionSettings settings) {
        return UrlScratch.connect(settings, Progress.SILENT);
    }

    /** A role of its own, and how it connects. */
    private static ConnectionSettings role(TestDatabase admin, String attributes) {
        String name = "r_" + newKey();
        admin.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'pw' " + attributes);
        return admin.settings().withCredentials(Optional.of(name), Optional.of(new Secret("pw")));
    }

    private static String newKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private ScratchContent content(boolean superuser) {
        return new ScratchContent(newKey(), "shop", superuser, access -> {
            fillings.incrementAndGet();
            run(access.owner(), "CREATE TABLE history (id int); INSERT INTO history VALUES (1), (2)");
        });
    }

    private static void run(ConnectionSettings where, String sql) {
        try (Connection connection = new Sessions(Progress.SILENT).open(where, RunId.random(), SessionRole.WORK);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String ask(ConnectionSettings where, String sql) {
        return new TestDatabase("", 0, where).query(sql).get(0);
    }

    private static List<String> databases(TestDatabase admin, String pattern) {
        return admin.query("SELECT datname FROM pg_database WHERE datname ~ '" + pattern + "' ORDER BY 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void theSameContentIsMadeOnceAndEveryDatabaseIsACopyOfIt(int major) {
        ScratchContent content = content(false);
        for (int i = 0; i < 2; i++) {
            try (ScratchDatabase database = scratch(admin(major).settings()).open(content)) {
                assertThat(ask(database.access().owner(), "SELECT count(*) FROM history"))
                        .isEqualTo("2");
                assertThat(database.access().admin()).isTrue();
                run(database.access().owner(), "DROP TABLE history; CREATE SCHEMA app; CREATE EXTENSION pgcrypto");
            }
        }
        assertThat(fillings).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void aRoleThatMayCreateRolesGivesScriptsOneOfTheirOwn(int major) {
        TestDatabase admin = admin(major);
        // another test's role may have made it, and then this one may not hand it out
        String owner = "belay_scratch";
        admin.execute("DO $$ BEGIN CREATE ROLE " + owner
                + "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        ConnectionSettings settings = role(admin, "CREATEDB CREATEROLE");
        if (major >= 16) {
            admin.execute("GRANT " + owner + " TO " + settings.user().orElseThrow() + " WITH ADMIN OPTION");
        }
        ScratchContent content = content(false);
        String name;
        for (int i = 0; i < 2; i++) {
            try (ScratchDatabase database = scratch(settings).open(content)) {
                ConnectionSettings scripts = database.access().owner();
                name = scripts.database().orElseThrow();
                assertThat(ask(scripts, "SELECT current_user || ' ' || count(*) FROM history"))
                        .isEqualTo(owner + " 2");
                assertThat(ask(
                                scripts,
                                "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = '"
                                        + scripts.user().orElseThrow() + "'"))
                        .isEqualTo("f");
                assertThat(database.access().admin()).isFalse();
                run(database.access().observer(), "CREATE TABLE seen (id int)");
            }
            assertThat(databases(admin, "^" + name + "$")).isEmpty();
        }
        assertThat(fillings).hasValue(1);
    }

    @Test
    void scriptsDoNotGetOutOfTheDatabase() {
        try (ScratchDatabase database = scratch(admin().settings()).open(content(false))) {
            ConnectionSettings owner = database.access().owner();
            assertThatThrownBy(() -> run(owner, "CREATE TABLE x (t text); COPY x FROM PROGRAM 'id'"))
                    .hasMessageContaining("pg_execute_server_program");
            assertThatThrownBy(() -> run(owner, "RESET ROLE; SELECT pg_read_file('PG_VERSION')"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> run(owner, "CREATE ROLE r")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> run(owner, "CREATE DATABASE d")).hasMessageContaining("permission denied");
        }
    }

    @Test
    void nobodyElseGetsIn() {
        ConnectionSettings stranger = role(admin(), "");
        try (ScratchDatabase database = scratch(admin().settings()).open(content(false))) {
            String name = database.access().owner().database().orElseThrow();
            assertThatThrownBy(() -> run(stranger.withDatabase(name), "SELECT 1"))
                    .hasMessageContaining("may not connect");
        }
    }

    @Test
    void databaseAndRoleAreGoneAfterwardsWhoeverIsConnected() throws SQLException {
        ScratchDatabase database = scratch(admin().settings()).open(content(false));
        ConnectionSettings owner = database.access().owner();
        try (Connection still = new TestDatabase("", 0, owner).connect()) {
            database.close();
            assertThat(still.isValid(60)).isFalse();
        }
        assertThat(databases(admin(), "^" + owner.database().orElseThrow() + "$"))
                .isEmpty();
        assertThat(admin().query("SELECT FROM pg_roles WHERE rolname = '"
                        + owner.user().orElseThrow() + "'"))
                .isEmpty();
    }

    @Test
    void aRoleThatMayCreateDatabasesOnlyRunsTheScriptsItself() {
        ConnectionSettings settings = role(admin(), "CREATEDB");
        try (ScratchDatabase database = scratch(settings).open(content(false))) {
            assertThat(database.access().owner()).isEqualTo(database.access().observer());
            assertThat(ask(database.access().owner(), "SELECT count(*) FROM history"))
                    .isEqualTo("2");
            assertThat(database.access().admin()).isFalse();
        }
        assertThatThrownBy(() -> scratch(settings).open(content(true)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("superuser");
    }

    @Test
    void aRoleThatMayNotCreateDatabasesIsToldSo() {
        ConnectionSettings settings = role(admin(), "");
        assertThatThrownBy(() -> scratch(settings).open(content(false)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("may not create databases");
    }

    @Test
    void aSuperuserMayWhoAskedForOne() {
        ScratchContent content = content(true);
        for (int i = 0; i < 2; i++) {
            try (ScratchDatabase database = scratch(admin().settings()).open(content)) {
                ConnectionSettings owner = database.access().owner();
                assertThat(ask(owner, "SELECT pg_read_file('PG_VERSION') || current_user"))
                        .endsWith("belay_superuser");
                run(owner, "DROP TABLE history");
            }
        }
    }

    @Test
    void settingsOfTheDatabaseAreCopied() {
        var content = new ScratchContent(
                newKey(),
                "shop",
                false,
                access -> run(
                        access.owner(),
                        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = \"$user\", app', current_database());"
                                + " EXECUTE format('ALTER DATABASE %I SET work_mem = ''7MB''', current_database()); END $$"));
        try (ScratchDatabase database = scratch(admin().settings()).open(content)) {
            assertThat(ask(
                            database.access().owner(),
                            "SELECT current_setting('search_path') || ' ' || current_setting('work_mem')"))
                    .isEqualTo("\"$user\", app 7MB");
        }
    }

    @Test
    void contentThatCannotBeMadeLeavesNothing() {
        List<ConnectionSettings> seen = new ArrayList<>();
        var broken = new ScratchContent(newKey(), "shop", false, access -> {
            seen.add(access.owner());
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> scratch(admin().settings()).open(broken)).hasMessage("no");
        assertThat(databases(admin(), "^" + seen.get(0).database().orElseThrow() + "$"))
                .isEmpty();
    }

    @Test
    void buildsThatNeedTheSameAtTheSameTimeMakeItOnce() {
        ScratchContent content = content(false);
        List<CompletableFuture<String>> builds = List.of(1, 2, 3).stream()
                .map(i -> CompletableFuture.supplyAsync(() -> {
                    try (ScratchDatabase database = scratch(admin().settings()).open(content)) {
                        run(database.access().owner(), "INSERT INTO history VALUES (3)");
                        return ask(database.access().owner(), "SELECT count(*) FROM history");
                    }
                }))
                .toList();
        assertThat(builds).extracting(CompletableFuture::join).containsOnly("3");
        assertThat(fillings).hasValue(1);
    }

    @Test
    void whatKilledBuildsLeftIsDroppedAndNothingElse() throws SQLException {
        TestDatabase admin = admin();
        Instant old = Instant.now().minus(LONG_AGO);
        ScratchName dead = new ScratchName(old, RunId.random());
        ScratchName alive = new ScratchName(old, RunId.random());
        ScratchName young = new ScratchName(Instant.now(), RunId.random());
        ScratchName foreign = new ScratchName(old, RunId.random());
        // tests that run at the same time drop such too: everything is as it is to be before it bears its name
        String shop = "shop_" + newKey();
        admin.execute("CREATE DATABASE " + shop);
        admin.execute("COMMENT ON DATABASE " + shop + " IS 'the shop'");
        admin.execute("ALTER DATABASE " + shop + " RENAME TO " + foreign.copy());
        try (Connection lives = new Sessions(Progress.SILENT).open(admin.settings(), alive.run(), SessionRole.LOCK)) {
            assertThat(lives.isValid(60)).isTrue();
            for (ScratchName name : List.of(dead, alive, young)) {
                admin.execute("CREATE DATABASE " + name.copy());
                admin.execute("CREATE ROLE " + name.role() + " LOGIN");
            }
            admin.execute("CREATE DATABASE " + dead.filling());
            scratch(admin.settings()).open(content(false)).close();
            assertThat(databases(admin, alive.run().value())).as("alive").hasSize(1);
        }
        assertThat(databases(admin, dead.run().value())).as("dead").isEmpty();
        assertThat(databases(admin, young.run().value())).as("young").hasSize(1);
        assertThat(databases(admin, foreign.run().value())).as("foreign").hasSize(1);
        assertThat(admin.query("SELECT rolname FROM pg_roles WHERE rolname IN ('" + dead.role() + "', '" + young.role()
                        + "')"))
                .containsExactly(young.role());
    }

    @Test
    void contentsThatNobodyUsesAnyMoreAreDropped() {
        TestDatabase admin = admin();
        String unused = ScratchName.FILLED_PREFIX + newKey() + "00000000";
        String someoneElses = ScratchName.FILLED_PREFIX + newKey() + "00000000";
        admin.execute("CREATE DATABASE " + unused);
        admin.execute("CREATE DATABASE " + someoneElses);
        admin.execute("COMMENT ON DATABASE " + unused + " IS 'Belay: .. last used 2020-01-01T00:00:00Z'");
        scratch(admin.settings()).open(content(false)).close();
        assertThat(databases(admin, "^(" + unused + "|" + someoneElses + ")$")).containsExactly(someoneElses);
    }

    @Test
    void onAServerOfItsOwnScriptsMayCreateRolesWhereThatIsSafe() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(TestBinaries.throwaway(17));
                ScratchDatabase database = UrlScratch.exclusive(
                                server.connection("postgres"), "for a test", Progress.SILENT)
                        .open(content(false))) {
            run(database.access().owner(), "CREATE ROLE app; GRANT SELECT ON history TO app");
            assertThatThrownBy(() -> run(database.access().owner(), "GRANT pg_execute_server_program TO CURRENT_USER"))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(database.server()).endsWith(" for a test");
        }
    }

    @Test
    void aStandbyIsRefused() throws IOException {
        try (StandbyServer standby = StandbyServer.start(true)) {
            ConnectionSettings settings = standby.connection("postgres");
            assertThatThrownBy(() -> scratch(settings))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("is a standby")
                    .hasMessageContaining("db.scratch");
        }
    }

    @Test
    void aUrlWithoutADatabaseMeansPostgres() {
        ConnectionSettings settings = admin().settings();
        var without = new ConnectionSettings(
                "jdbc:postgresql://" + settings.server() + "/", settings.user(), settings.password(), Map.of());
        assertThat(scratch(without).major()).isEqualTo(admin().major());
        scratch(without).open(content(false)).close();
    }
}
