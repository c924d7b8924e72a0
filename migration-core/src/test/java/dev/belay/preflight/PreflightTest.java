package dev.belay.preflight;

import static dev.belay.preflight.Looks.PLAIN;
import static dev.belay.preflight.Looks.SAFEGUARDED;
import static dev.belay.preflight.Looks.look;
import static dev.belay.preflight.Looks.whats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.preflight.Condition.Gravity;
import dev.belay.script.QualifiedName;
import dev.belay.testing.EachServer;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@EachServer
class PreflightTest {

    @Parameter
    TestServer server;

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = server.newDatabase();
    }

    @AfterEach
    void drop() {
        if (database != null) {
            server.drop(database);
        }
    }

    @Test
    void ofAnOrdinaryDatabaseThereIsNothingToSay(@TempDir Path folder) throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY); CREATE EXTENSION IF NOT EXISTS plpgsql");
        assertThat(look(database, SAFEGUARDED)).isEqualTo(new PreflightReport(List.of(), List.of()));
        PreflightReport report = look(database, Looks.backupTo(folder.resolve("not/yet/there")));
        assertThat(report.words()).isEqualTo("nothing in the way");
        assertThat(report.problem()).isEmpty();
    }

    @Test
    void theConnectionIsLeftAsItWas() throws SQLException {
        try (Connection connection = database.connect()) {
            Preflight.look(connection, PLAIN);
            assertThat(connection.getAutoCommit()).isTrue();
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select current_setting('statement_timeout'),"
                            + " current_setting('transaction_read_only')")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("0");
                assertThat(row.getString(2)).isEqualTo("off");
            }
        }
    }

    @Test
    void aLongTransactionIsNamedWithoutItsQuery() throws SQLException {
        try (Connection other = database.connect()) {
            other.setClientInfo("ApplicationName", "reports");
            other.setAutoCommit(false);
            String pid;
            try (var statement = other.createStatement();
                    var row = statement.executeQuery("select pg_backend_pid(), 'a secret literal'")) {
                row.next();
                pid = row.getString(1);
            }
            assertThat(look(database, PLAIN).conditions()).isEmpty();
            PreflightReport report = look(database, Looks.longFrom(Duration.ZERO));
            assertThat(report.words()).isEqualTo("1 long transaction");
            assertThat(report.conditions()).singleElement().satisfies(condition -> {
                assertThat(condition.gravity()).isEqualTo(Gravity.WARNING);
                assertThat(condition.what())
                        .startsWith("a long transaction: pid " + pid + " (reports, role ")
                        .containsPattern("idle in transaction, in a transaction for \\d+(\\.\\d)? s")
                        .doesNotContain("secret");
                assertThat(condition.remedy()).endsWith("SELECT pg_terminate_backend(" + pid + ");");
            });
        }
    }

    @Test
    void ofManyLongTransactionsTheRestIsFoundByAQuery() throws SQLException {
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                Connection other = database.connect();
                others.add(other);
                other.setAutoCommit(false);
                other.createStatement().execute("SELECT 1");
            }
            assertThat(look(database, Looks.longFrom(Duration.ZERO)).conditions())
                    .hasSize(6)
                    .last()
                    .satisfies(condition -> {
                        assertThat(condition.what()).isEqualTo("2 more long transactions");
                        assertThat(condition.remedy()).startsWith("List them: SELECT ");
                        assertThat(database.query(condition.remedy().substring("List them: ".length())))
                                .hasSize(7);
                    });
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    @Test
    void anInterruptedRunIsAWarning() throws SQLException {
        PreflightReport report = look(database, Looks.after("run 7f3a09c1 was killed in its step backup"));
        assertThat(report.words()).isEqualTo("1 interrupted run");
        assertThat(report.warnings())
                .containsExactly(Condition.warning(
                        "run 7f3a09c1 was killed in its step backup",
                        "See what was cleared away behind it: mvn db:history -Ddb.runs"));
    }

    @Test
    void theRunsOwnSessionsAreLeftOut() throws SQLException {
        database.execute("CREATE TABLE t ()");
        try (Connection own = database.connect()) {
            own.setClientInfo("ApplicationName", "belay " + Looks.RUN + " work");
            own.setAutoCommit(false);
            own.createStatement().execute("LOCK TABLE t");
            assertThat(look(database, Looks.longFrom(Duration.ZERO)).conditions())
                    .isEmpty();
            assertThat(look(database, Looks.touching(QualifiedName.of("t"))).conditions())
                    .isEmpty();
        }
    }

    @Test
    void whoHoldsAStrongLockOnATableConcernedIsNamedAndOthersAreNot() throws SQLException {
        database.execute("CREATE SCHEMA shop; CREATE TABLE shop.orders (id int) PARTITION BY LIST (id);"
                + "CREATE TABLE shop.orders1 PARTITION OF shop.orders FOR VALUES IN (1);"
                + "CREATE TABLE shop.other (); CREATE TABLE orders ()");
        try (Connection holder = database.connect();
                Connection elsewhere = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE shop.orders1 IN SHARE MODE");
            elsewhere.setAutoCommit(false);
            elsewhere.createStatement().execute("LOCK TABLE shop.other, orders");
            PreflightReport report = look(database, Looks.touching(QualifiedName.of("shop", "orders")));
            assertThat(report.words()).isEqualTo("1 session holds locks on shop.orders1");
            assertThat(whats(report.warnings()))
                    .singleElement()
                    .asString()
                    .contains("holds ShareLock on shop.orders1, which a pending script will wait for");
            assertThat(look(database, Looks.touching(QualifiedName.of("orders")))
                            .words())
                    .isEqualTo("1 session holds locks on public.orders");
        }
    }

    @Test
    void aWeakLockCountsWhenItIsHeldForASecond() throws SQLException {
        database.execute("CREATE TABLE t ()");
        PreflightRequest request = Looks.touching(QualifiedName.of("t"));
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM t");
            database.query("SELECT pg_sleep(1.1)");
            assertThat(whats(look(database, request).warnings()))
                    .singleElement()
                    .asString()
                    .contains("holds AccessShareLock on public.t");
        }
    }

    @Test
    void anInvalidIndexIsNamedWithItsRemedyAndConstraintsAreCounted() throws SQLException {
        database.execute("CREATE TABLE t (id int CHECK (id > 0)); INSERT INTO t VALUES (1), (1)");
        database.execute("ALTER TABLE t ADD CONSTRAINT small CHECK (id < 10) NOT VALID");
        assertThatThrownBy(() -> database.execute("CREATE UNIQUE INDEX CONCURRENTLY \"Twice\" ON t (id)"))
                .hasStackTraceContaining("could not create unique index");
        PreflightReport report = look(database, PLAIN);
        assertThat(report.words()).isEqualTo("1 invalid index, 1 constraint not validated");
        assertThat(report.conditions())
                .containsExactly(Condition.warning(
                        "the index public.\"Twice\" is invalid: it costs every write and serves no query",
                        "REINDEX INDEX CONCURRENTLY public.\"Twice\"; or DROP INDEX CONCURRENTLY public.\"Twice\";"));
    }

    @Test
    void aSubscriptionStandsInTheWayOfARestoreOnly() throws SQLException {
        database.execute("CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere password=hidden' PUBLICATION p"
                + " WITH (connect = false, enabled = false, slot_name = NONE)");
        assertThat(look(database, PLAIN).conditions()).isEmpty();
        PreflightReport report = look(database, SAFEGUARDED);
        assertThat(whats(report.warnings()))
                .containsExactly("a restore by swap will be refused, since this database has 1 subscription: feed");
        assertThat(report.toString()).doesNotContain("hidden");
        database.execute("DROP SUBSCRIPTION feed");
    }

    @Test
    void settingsThatWouldCutARunOffAreTold() throws SQLException {
        database.execute("ALTER DATABASE " + database.name() + " SET statement_timeout = '30s'");
        database.execute("ALTER DATABASE " + database.name() + " SET session_replication_role = replica");
        assertThat(whats(look(database, PLAIN).warnings()))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("session_replication_role is replica by default")
                                .endsWith("triggers do not fire and foreign keys are not checked"),
                        second -> assertThat(second).startsWith("statement_timeout is 30000 ms by default"));
    }

    @Test
    void theAgeOfTransactionIdsIsTold() throws SQLException {
        try (Connection connection = database.connect()) {
            assertThat(new Wraparound().look(connection, PLAIN)).isEqualTo(Sight.NOTHING);
            assertThat(new Wraparound(0).look(connection, PLAIN).conditions())
                    .singleElement()
                    .asString()
                    .contains("is 0.0 billion old");
        }
    }

    @Test
    void aConnectionThatBreaksIsAnErrorAndNoWarning() throws SQLException {
        try (Connection connection = database.connect()) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                database.query("select pg_terminate_backend(" + row.getInt(1) + ", 10000)");
            }
            assertThatThrownBy(() -> Preflight.look(connection, PLAIN))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("the server cannot be looked at before the run");
        }
    }
}
