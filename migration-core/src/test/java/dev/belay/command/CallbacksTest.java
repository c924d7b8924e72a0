package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.Snapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SQL callbacks run when Flyway runs them, and those that only its paid editions run too: round statements and undo. */
class CallbacksTest extends DatabaseSuite {

    private static final String LOG = "CREATE TABLE IF NOT EXISTS log (n int GENERATED ALWAYS AS IDENTITY, what text);";

    private void logging(String... events) {
        Stream.of(events)
                .forEach(event ->
                        scenario.script(event + ".sql", LOG + " INSERT INTO log (what) VALUES ('" + event + "');"));
    }

    private List<String> log() {
        return scenario.query("SELECT what FROM log ORDER BY n");
    }

    @Test
    void roundAnUpgradeAsPlainFlywayRunsThem() {
        scenario.table("1", "one").table("2", "two");
        logging("beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "afterMigrate", "afterMigrateApplied");
        scenario.script("beforeMigrate__second.sql", "INSERT INTO log (what) VALUES ('second');");
        try (var other = scenario.another()) {
            scenario.upgrade();
            other.plain().migrate();

            assertThat(Snapshot.likeness(scenario.database(), "flyway_schema_history"))
                    .isEqualTo(Snapshot.likeness(other.database(), "flyway_schema_history"));
        }
        assertThat(log())
                .startsWith("beforeMigrate", "second", "beforeEachMigrate")
                .contains("afterMigrateApplied");
    }

    @Test
    void roundEachStatement() {
        scenario.script("V1__one.sql", LOG + " INSERT INTO log (what) VALUES ('statement');");
        logging("beforeEachMigrateStatement", "afterEachMigrateStatement");

        scenario.upgrade();

        assertThat(log())
                .containsExactly(
                        "beforeEachMigrateStatement",
                        "afterEachMigrateStatement",
                        "beforeEachMigrateStatement",
                        "statement",
                        "afterEachMigrateStatement");
    }

    @Test
    void roundAnUndo() {
        scenario.table("1", "one").table("2", "two").table("3", "three");
        scenario.upgrade();
        logging("beforeUndo", "beforeEachUndo", "afterEachUndo", "afterUndo");

        scenario.downgrade("-2");

        assertThat(log())
                .containsExactly(
                        "beforeUndo",
                        "beforeEachUndo",
                        "afterEachUndo",
                        "beforeEachUndo",
                        "afterEachUndo",
                        "afterUndo");
    }

    @Test
    void roundEachStatementOfAnUndo() {
        scenario.script("V1__one.sql", "CREATE TABLE one (); CREATE TABLE two ();")
                .script("U1__one.sql", "DROP TABLE two; DROP TABLE one;");
        scenario.upgrade();
        logging("beforeEachUndoStatement", "afterEachUndoStatement");

        scenario.downgrade("base");

        assertThat(log())
                .containsExactly(
                        "beforeEachUndoStatement",
                        "afterEachUndoStatement",
                        "beforeEachUndoStatement",
                        "afterEachUndoStatement");
    }

    @Test
    void afterAnError() {
        scenario.table("1", "one").script("V2__bad.sql", "SELECT 1; SELECT 1/0;");
        logging("afterMigrateError", "afterEachMigrateStatementError");
        refused(scenario::upgrade);

        assertThat(log()).contains("afterMigrateError");
    }

    @Test
    void oneThatFailsFailsTheRunAndIsNamed() {
        scenario.table("1", "one").script("beforeEachMigrate.sql", "SELECT 1;\n\nSELECT broken;\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).contains("beforeEachMigrate.sql").contains("column \"broken\" does not exist");
        assertThat(scenario.query("SELECT to_regclass('one')")).containsExactly("");
        assertThat(scenario.current().version()).isEmpty();
    }

    @Test
    void oneThatFailsInAnUndoLeavesTheVersionApplied() {
        scenario.table("1", "one");
        scenario.upgrade();
        scenario.script("afterEachUndo.sql", "SELECT broken;");

        var problem = refused(() -> scenario.downgrade("-1"));

        assertThat(problem.what()).contains("column \"broken\" does not exist");
        assertThat(scenario.query("SELECT to_regclass('one')")).containsExactly("one");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void afterAnErrorOfAnUndo() {
        scenario.table("1", "one").script("U1__create_one.sql", "DROP TABLE one; SELECT 1/0;");
        scenario.upgrade();
        logging("afterUndoError");

        refused(() -> scenario.downgrade("-1"));

        assertThat(log()).containsExactly("afterUndoError");
        assertThat(scenario.query("SELECT to_regclass('one')")).containsExactly("one");
    }
}
