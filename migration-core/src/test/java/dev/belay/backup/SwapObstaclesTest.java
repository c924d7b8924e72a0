package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.ServerKind;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a server of its own, since neither logical decoding nor prepared transactions are on by default. */
class SwapObstaclesTest {

    @Test
    void logicalSlotsAndPreparedTransactionsAreRefusedWithTheirRemedy() throws SQLException {
        start().close(); // the settings are for the next start
        try (EmbeddedPostgres server = start()) {
            TestDatabase postgres = new TestDatabase("postgres", 0, server.connection("postgres"));
            postgres.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            postgres.execute("CREATE DATABASE shop");
            TestDatabase shop = new TestDatabase("shop", 0, server.connection("shop"));
            shop.execute("CREATE TABLE t (id int)");
            try (Connection connection = postgres.connect()) {
                SwapObstacles.require(connection, "shop");
                shop.query("SELECT pg_create_logical_replication_slot('feed', 'pgoutput')");
                shop.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'it''s'");
                try {
                    assertThatThrownBy(() -> SwapObstacles.require(connection, "shop"))
                            .isInstanceOf(RefusalException.class)
                            .hasMessageContaining("logical replication slot feed")
                            .hasMessageContaining("pg_drop_replication_slot('feed')")
                            .hasMessageContaining("ROLLBACK PREPARED 'it''s'");
                    SwapObstacles.require(connection, "postgres");
                } finally {
                    shop.execute("ROLLBACK PREPARED 'it''s'");
                    shop.query("SELECT pg_drop_replication_slot('feed')");
                }
                SwapObstacles.require(connection, "shop");
                assertThat(shop.query("SELECT count(*) FROM t")).containsExactly("0");
            }
        }
    }

    private static EmbeddedPostgres start() throws SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.start(new EmbeddedRequest(
                TestBinaries.defaultMajor(),
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept("swap-obstacles-test", Duration.ofMinutes(2)),
                Progress.SILENT));
        try (Connection connection = new TestDatabase("postgres", 0, server.connection("postgres")).connect()) {
            Rows.execute(connection, "ALTER SYSTEM SET wal_level = 'logical'");
            Rows.execute(connection, "ALTER SYSTEM SET max_prepared_transactions = 5");
        }
        return server;
    }
}
