package dev.belay.preflight;

import static dev.belay.preflight.Looks.PLAIN;
import static dev.belay.preflight.Looks.SAFEGUARDED;
import static dev.belay.preflight.Looks.look;
import static dev.belay.preflight.Looks.whats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress;
import dev.belay.postgres.Secret;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.ServerKind;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;

/** On a server that has what the shared ones have not: logical decoding, WAL senders and prepared transactions. */
@Timeout(600)
class ReplicationTest {

    private static final class Held {
        private EmbeddedPostgres server;
    }

    private static final Held HELD = new Held();

    private TestDatabase database;

    @BeforeAll
    static void start() {
        // takes effect with the next start
        try (EmbeddedPostgres first = EmbeddedPostgres.start(request())) {
            maintenance(first).execute("ALTER SYSTEM SET wal_level = logical");
            maintenance(first).execute("ALTER SYSTEM SET max_prepared_transactions = 5");
        }
        HELD.server = EmbeddedPostgres.start(request());
    }

    @AfterAll
    static void stop() {
        HELD.server.close();
    }

    private static EmbeddedRequest request() {
        return new EmbeddedRequest(
                TestBinaries.defaultMajor(),
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept("replication", Duration.ofSeconds(60)),
                Progress.SILENT);
    }

    private static TestDatabase maintenance(EmbeddedPostgres server) {
        return new TestDatabase("postgres", TestBinaries.defaultMajor(), server.connection("postgres"));
    }

    @BeforeEach
    void create() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        maintenance(HELD.server).execute("CREATE DATABASE " + name);
        database = new TestDatabase(name, TestBinaries.defaultMajor(), HELD.server.connection(name));
    }

    @AfterEach
    void drop() {
        maintenance(HELD.server).execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    @Test
    void aPreparedTransactionIsNamedWithBothRemedies() throws SQLException {
        database.execute("CREATE TABLE t (); BEGIN; LOCK TABLE t; PREPARE TRANSACTION 'it''s mine'");
        PreflightReport report = look(database, SAFEGUARDED);
        assertThat(report.words()).isEqualTo("1 prepared transaction");
        assertThat(report.warnings()).singleElement().satisfies(condition -> {
            assertThat(condition.what())
                    .startsWith("the prepared transaction 'it''s mine' of role ")
                    .endsWith("a restore by swap is refused while it is there");
            assertThat(condition.remedy())
                    .isEqualTo("COMMIT PREPARED 'it''s mine'; or ROLLBACK PREPARED 'it''s mine';");
        });
        assertThat(maintenanceLook().conditions()).isEmpty();
        database.execute("ROLLBACK PREPARED 'it''s mine'");
    }

    private PreflightReport maintenanceLook() throws SQLException {
        return look(maintenance(HELD.server), PLAIN);
    }

    @Test
    void aLogicalSlotStandsInTheWayOfARestoreOnly() throws SQLException {
        database.query("SELECT pg_create_logical_replication_slot('" + database.name() + "', 'test_decoding')");
        try {
            assertThat(look(database, PLAIN).conditions()).isEmpty();
            assertThat(whats(look(database, SAFEGUARDED).warnings()))
                    .containsExactly("a restore by swap will be refused, since this database has 1 logical slot: '"
                            + database.name() + "' (not in use)");
        } finally {
            database.query("SELECT pg_drop_replication_slot('" + database.name() + "')");
        }
    }

    @Test
    void aSlotWhoseReplicaIsGoneIsNamedWithWhatTheServerKeepsForIt() throws SQLException {
        String slot = "'" + database.name() + "'";
        database.query("SELECT pg_create_physical_replication_slot(" + slot + ")");
        try {
            assertThat(look(database, PLAIN).conditions()).isEmpty();
            database.query("SELECT pg_drop_replication_slot(" + slot + ")");
            database.query("SELECT pg_create_physical_replication_slot(" + slot + ", true)");
            database.execute("CREATE TABLE t AS SELECT g, repeat('x', 500) FROM generate_series(1, 10000) g");
            PreflightReport report = look(database, PLAIN);
            assertThat(report.words()).matches("1 unused slot with \\d+(\\.\\d)? MB of WAL");
            assertThat(report.refusals()).isEmpty();
            assertThat(report.warnings()).singleElement().satisfies(condition -> {
                assertThat(condition.what())
                        .matches("nobody reads the physical slot " + slot
                                + ", for which the server keeps \\d+(\\.\\d)? MB of WAL, .*");
                assertThat(condition.remedy()).endsWith("SELECT pg_drop_replication_slot(" + slot + ");");
            });
        } finally {
            database.query("SELECT pg_drop_replication_slot(" + slot + ")");
        }
    }

    /** A client that receives WAL and says that it replays none. */
    @Test
    void aReplicaThatIsFurtherBehindThanAllowedIsRefused() throws SQLException {
        database.execute("CREATE TABLE t (n int)");
        LogSequenceNumber start = LogSequenceNumber.valueOf(
                database.query("SELECT pg_current_wal_lsn()").get(0));
        try (Connection replica = replicationConnection();
                var stream = replica.unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .physical()
                        .withStartPosition(start)
                        .start()) {
            database.execute("INSERT INTO t SELECT generate_series(1, 10000)");
            boolean behind = false;
            while (!behind) {
                stream.readPending();
                stream.setAppliedLSN(start);
                stream.setFlushedLSN(start);
                stream.forceUpdateStatus();
                database.query("SELECT pg_sleep(0.05)");
                behind = database.query("SELECT replay_lag > '0.5 s' FROM pg_stat_replication")
                        .contains("t");
            }
            assertThat(look(database, Looks.lag(Duration.ofHours(1))).conditions())
                    .isEmpty();
            PreflightReport report = look(database, Looks.lag(Duration.ofMillis(100)));
            assertThat(report.words()).matches("1 replica \\d+(\\.\\d)? s behind");
            assertThat(whats(report.refusals()))
                    .singleElement()
                    .asString()
                    .matches(
                            "the replica east is \\d+(\\.\\d)? s \\(\\d+ kB of WAL\\) behind; db.maxReplicaLag allows 0.1 s");

            String role = "weak_" + database.name();
            TestDatabase weak = Looks.asRole(database, role);
            assertThat(whats(look(weak, Looks.lag(Duration.ofHours(1))).refusals()))
                    .contains("this role may not see how far the replica east is behind, and db.maxReplicaLag says"
                            + " 1 h 00 min");
            database.execute("DROP ROLE " + role);
        }
    }

    private Connection replicationConnection() throws SQLException {
        var properties = new Properties();
        database.settings().user().ifPresent(user -> PGProperty.USER.set(properties, user));
        database.settings()
                .password()
                .map(Secret::reveal)
                .ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        PGProperty.REPLICATION.set(properties, "true");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.APPLICATION_NAME.set(properties, "east");
        return new Driver().connect(database.settings().jdbcUrl(), properties);
    }
}
