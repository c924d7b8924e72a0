package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others write while an upgrade runs that is then taken back by a restore: none of it goes without a word. */
class OthersWritesTest extends TakenBackSuite {

    @BeforeEach
    void mayTakeTheBackup() {
        scenario.mayRestore();
        scenario.delete("U9__gate.sql");
    }

    private void othersInsert(int rows, String beforeStatement) {
        others(
                "INSERT INTO customer SELECT 5000 + i, 'somebody' FROM generate_series(1, " + rows + ") i",
                beforeStatement);
    }

    private void requireNotRestored(String why) {
        Problem problem = failed();
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("is in use as before")
                .contains(why);
        assertThat(scenario.beside()).isEmpty();
        assertThat(scenario.query("SELECT count(*) > 0 FROM customer WHERE name = 'somebody'"))
                .containsExactly("t");
    }

    @Test
    void quickScriptsDoNotHideThem() {
        scenario.script("V2__upper.sql", "UPDATE customer SET name = upper(name) WHERE id <= 1000;")
                .table("3", "phone")
                .table("4", "fax");
        othersInsert(500, "CREATE TABLE fax");
        requireNotRestored("public.customer: 500 rows written");
    }

    @Test
    void aTableThatWasBuiltAnewDoesNotHideThem() {
        scenario.script(
                "V2__rebuild.sql",
                "CREATE TABLE other AS SELECT * FROM customer; DROP TABLE customer;"
                        + " ALTER TABLE other RENAME TO customer;");
        othersInsert(10, "CREATE TABLE other");
        requireNotRestored("public.customer: 10 rows written");
    }

    @Test
    void aTableThatTheRunDropsIsWrittenToOnlyIfSomebodyDid() {
        scenario.script("V2__drop.sql", "DROP TABLE customer;");
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup and is at version 1");
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
    }

    @Test
    void aTableThatTheRunDropsTakesNothingOfOthersWithIt() {
        scenario.script("V2__drop.sql", "DELETE FROM customer WHERE id < 500; DROP TABLE customer;");
        othersInsert(10, "DELETE FROM customer");
        Problem problem = failed();
        // the statistics collector of PostgreSQL 14 may be late on a machine that is busy
        String written = scenario.database().major() < 15 ? "public.customer: " : "public.customer: 10 rows written";
        assertThat(problem.state().orElseThrow())
                .contains("is in use as before")
                .contains(written);
    }

    /** What a session has written and not told of yet, nobody knows. */
    @Test
    void aTableThatTheRunDropsCountsAsWrittenWhileSomebodyWorks() throws SQLException {
        scenario.script("V2__drop.sql", "DROP TABLE customer;");
        try (Connection other = scenario.superuser().connect()) {
            execute(other, "SELECT 1");
            assertThat(failed().state().orElseThrow())
                    .contains("is in use as before")
                    .contains("not restored");
        }
    }

    /** Only with pg_read_all_stats does a role learn what kind of session another role has. */
    @Test
    void sessionsOfOtherRolesEndBeforeTheCount() throws Exception {
        String role = scenario.superuser().name() + "_app";
        scenario.superuser()
                .execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + Scenario.PASSWORD.replace("'", "''")
                        + "'; GRANT ALL ON customer TO " + role);
        scenario.script("V2__phone.sql", "CREATE TABLE phone (id int);");
        try (Connection writer = scenario.as(role).connect()) {
            writer.setAutoCommit(false);
            execute(writer, "INSERT INTO customer SELECT 5000 + i, 'somebody' FROM generate_series(1, 500) i");
            CompletableFuture<String> became = concurrently(() -> commitDuringTheRename(writer));
            Problem problem = failed();
            assertThat(became.join()).isEqualTo("ended");
            // what was rolled back counts too
            assertThat(problem.state().orElseThrow()).contains("(public.customer: 500 rows written)");
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    /** A swap that does not know of the session waits for it in the very end, when all is counted. */
    private String commitDuringTheRename(Connection writer) {
        String renaming = "SELECT pg_sleep(0.05), count(*) FROM pg_stat_activity WHERE state = 'active'"
                + " AND query LIKE 'ALTER DATABASE \"" + scenario.database().name() + "\" RENAME TO%'";
        try {
            while (writer.isValid(60)) {
                if (scenario.maintenance().query(renaming).get(0).endsWith("1")) {
                    writer.commit();
                    writer.close();
                    return "committed";
                }
            }
            return "ended";
        } catch (SQLException e) {
            return "ended";
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
