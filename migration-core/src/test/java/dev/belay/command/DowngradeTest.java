package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.HistoryEntry.Undo;
import dev.belay.testing.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Downgrades: how far, in which order, from which text, and what is left when one fails. */
class DowngradeTest extends DatabaseSuite {

    @Test
    void goesToAVersionByStepsAndToTheBase() {
        scenario.table("1", "one")
                .table("2", "two")
                .table("3", "three")
                .table("4", "four")
                .table("5", "five");
        scenario.upgrade();

        var toVersion = scenario.downgrade("4");
        assertThat(toVersion.versionBefore()).contains("5");
        assertThat(toVersion.versionAfter()).contains("4");
        assertThat(toVersion.undone()).extracting("script").containsExactly("U5__create_five.sql");
        assertThat(scenario.downgrade("-2").undone())
                .extracting("script")
                .containsExactly("U4__create_four.sql", "U3__create_three.sql");
        assertThat(scenario.downgrade("base").undone())
                .extracting("script")
                .containsExactly("U2__create_two.sql", "U1__create_one.sql");
        assertThat(scenario.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("1");
        assertThat(scenario.downgrade("base").undone()).isEmpty();
        assertThat(scenario.told().scripts()).contains("1/2 U4__create_four.sql", "2/2 U3__create_three.sql");
    }

    @Test
    void toTheCurrentVersionDoesNothing() {
        scenario.table("1", "one").table("2", "two");
        scenario.upgrade();
        List<String> before = scenario.everything();

        assertThat(scenario.downgrade("2").undone()).isEmpty();
        assertThat(scenario.everything()).isEqualTo(before);
    }

    @Test
    void takesBackInTheReverseOrderOfApplyingNotOfVersions() {
        scenario.set("outOfOrder", "true").table("1", "one").table("3", "three");
        scenario.upgrade();
        scenario.table("2", "two");
        scenario.upgrade();

        assertThat(scenario.downgrade("1").undone())
                .extracting("script")
                .containsExactly("U2__create_two.sql", "U3__create_three.sql");
    }

    @Test
    void eachStepIsATransactionAndARowOfTypeDelete() {
        scenario.table("1", "one").table("2", "two");
        scenario.upgrade();
        scenario.downgrade("base");

        assertThat(scenario.query("SELECT installed_rank, version, description, type, script, checksum, success"
                        + " FROM flyway_schema_history ORDER BY 1"))
                .endsWith("3|2|create two|DELETE|V2__create_two.sql||t", "4|1|create one|DELETE|V1__create_one.sql||t");
        assertThat(scenario.query("SELECT count(DISTINCT xmin::text) FROM flyway_schema_history WHERE type = 'DELETE'"))
                .containsExactly("2");
    }

    @Test
    void usesTheKeptTextWhenTheFileIsGone() {
        scenario.table("1", "one").table("2", "two");
        scenario.upgrade();
        scenario.delete("U2__create_two.sql");
        assertThat(scenario.history()).extracting("undo").containsExactly(Undo.FILE, Undo.KEPT);

        assertThat(scenario.downgrade("-1").undone()).extracting("script").containsExactly("U2__create_two.sql");
        assertThat(scenario.query("SELECT to_regclass('two')")).containsExactly("");
    }

    @Test
    void worksFromAProjectWithoutAnyScript() {
        scenario.table("1", "one").table("2.0", "two").table("10", "ten");
        List<String> empty = Snapshot.withoutBelay(scenario.superuser());
        scenario.upgrade();
        for (String name : List.of("1__create_one", "2.0__create_two", "10__create_ten")) {
            scenario.delete("V" + name + ".sql").delete("U" + name + ".sql");
        }

        assertThat(scenario.downgrade("2").undone()).extracting("script").containsExactly("U10__create_ten.sql");
        scenario.locations(); // no folder either
        assertThat(scenario.current().version()).contains("2.0");
        assertThat(scenario.downgrade("base").undone())
                .extracting("script")
                .containsExactly("U2.0__create_two.sql", "U1__create_one.sql");
        scenario.execute("DROP TABLE flyway_schema_history");
        assertThat(Snapshot.withoutBelay(scenario.superuser())).isEqualTo(empty);
    }

    @Test
    void theKeptTextKeepsItsConfigurationAndPlaceholders() {
        scenario.set("placeholders.name", "i")
                .script("V1__t.sql", "CREATE TABLE t (n int); CREATE INDEX ${name} ON t (n);")
                .script("U1__t.sql", "DROP INDEX CONCURRENTLY ${name};\nDROP TABLE t; SELECT '${not_one}';")
                .script("U1__t.sql.conf", "placeholderReplacement=false");
        scenario.upgrade();
        scenario.script("U1__t.sql", "DROP INDEX CONCURRENTLY ${name};\nDROP TABLE t;")
                .delete("U1__t.sql.conf");
        scenario.upgrade();
        scenario.delete("U1__t.sql");

        assertThat(scenario.downgrade("-1").undone())
                .extracting("inTransaction")
                .containsExactly(false);
        assertThat(scenario.query("SELECT to_regclass('t')")).containsExactly("");
    }

    @Test
    void keepsTheTextsOfWhatPlainFlywayApplied() {
        scenario.table("1", "one");
        scenario.plain().migrate();
        scenario.upgrade();
        scenario.delete("U1__create_one.sql").delete("V1__create_one.sql");

        assertThat(scenario.downgrade("base").versionAfter()).isEmpty();
    }

    @Test
    void theFileCountsWhenItDiffersFromTheKeptText() {
        scenario.table("1", "one");
        scenario.upgrade();
        scenario.script("U1__create_one.sql", "ALTER TABLE one RENAME TO kept;");

        scenario.downgrade("-1");

        assertThat(scenario.query("SELECT to_regclass('one'), to_regclass('kept')"))
                .containsExactly("|kept");
    }

    @Test
    void namesAllMissingUndoScriptsBeforeItStarts() {
        scenario.table("1", "one").table("2", "two").table("3", "three").table("4", "four");
        scenario.delete("U1__create_one.sql").delete("U3__create_three.sql");
        scenario.upgrade();
        List<String> before = scenario.everything();

        var problem = refused(() -> scenario.downgrade("base"));

        assertThat(problem.details())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("V3__create_three.sql"),
                        line -> assertThat(line).startsWith("V1__create_one.sql"));
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(problem.next())
                .isEqualTo("write them, or go only as far as there are undo scripts:"
                        + "  mvn db:downgrade -Ddb.target=-1");
        assertThat(scenario.everything()).isEqualTo(before);
        assertThat(scenario.downgrade("-1").versionAfter()).contains("3");
        assertThat(refused(() -> scenario.downgrade("2")).next())
                .isEqualTo("write it; the version applied last has none, so there is no shorter way down");
    }

    @Test
    void anUndoThatFailsHalfWayLeavesEverythingAsItWas() {
        scenario.table("1", "one")
                .table("2", "two")
                .script("V3__three.sql", "CREATE TABLE three (n int); INSERT INTO three VALUES (1);")
                .script(
                        "U3__three.sql",
                        "DELETE FROM three;\nDROP TABLE two;\n  ALTER TABLE three\n    DROP COLUMN missing;\nSELECT 1;\n");
        scenario.upgrade();
        List<String> before = Snapshot.withoutBelay(scenario.superuser());

        var problem = refused(() -> scenario.downgrade("base"));

        assertThat(problem.what())
                .isEqualTo(
                        "U3__three.sql:3:3: column \"missing\" of relation \"three\" does not exist (SQLSTATE 42703)");
        assertThat(problem.details()).containsExactly("ALTER TABLE three", "    DROP COLUMN missing");
        assertThat(problem.state().orElseThrow())
                .contains("rolled back", "nothing of U3__three.sql remains", "is at version 3");
        assertThat(problem.next()).contains("U3__three.sql").contains("mvn db:downgrade");
        assertThat(Snapshot.withoutBelay(scenario.superuser())).isEqualTo(before);
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("failed");
    }

    @Test
    void theStepsBeforeTheFailedOneStay() {
        scenario.table("1", "one").table("2", "two").table("3", "three");
        scenario.script("U2__create_two.sql", "SELECT nothing;");
        scenario.upgrade();

        var problem = refused(() -> scenario.downgrade("base"));

        assertThat(problem.state().orElseThrow()).contains("U3__create_three.sql", "stays", "is at version 2");
        assertThat(scenario.current().version()).contains("2");
    }

    @Test
    void anUndoOutsideATransactionThatFailsSaysWhatItDid() {
        scenario.script("V1__t.sql", "CREATE TABLE t (n int); CREATE INDEX i ON t (n);")
                .script("U1__t.sql", "DROP INDEX CONCURRENTLY i;\nDROP TABLE nothing;\nDROP TABLE t;\n");
        scenario.upgrade();

        var problem = refused(() -> scenario.downgrade("-1"));

        assertThat(problem.what()).startsWith("U1__t.sql:2:1: table \"nothing\" does not exist");
        assertThat(problem.details())
                .containsSubsequence(
                        "done (1 of 3 statements):",
                        "  1:1  DROP INDEX CONCURRENTLY i",
                        "failed:",
                        "  2:1  DROP TABLE nothing",
                        "not run:",
                        "  3:1  DROP TABLE t");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.query("SELECT to_regclass('t'), to_regclass('i')")).containsExactly("t|");
        scenario.script("U1__t.sql", "DROP TABLE t;\n");
        assertThat(scenario.downgrade("-1").versionAfter()).isEmpty();
    }

    @Test
    void stopsAtTheBaseline() {
        scenario.execute("CREATE TABLE older ()");
        scenario.set("baselineOnMigrate", "true").set("baselineVersion", "2");
        scenario.table("1", "one").table("2", "two").table("3", "three").table("4", "four");
        scenario.upgrade();

        assertThat(refused(() -> scenario.downgrade("-3")).what()).contains("2");
        assertThat(scenario.downgrade("2").versionAfter()).contains("2");
        assertThat(scenario.downgrade("base").undone()).isEmpty();
        assertThat(refused(() -> scenario.downgrade("1")).what()).contains("1");
        assertThat(scenario.current().version()).contains("2");
        assertThat(scenario.upgrade().versionAfter()).contains("4");
    }

    @Test
    void aVersionTakenBackAndAppliedAgainIsTakenBackAgain() {
        scenario.table("1", "one").table("2", "two");
        var versions = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            scenario.upgrade();
            versions.add(scenario.current().version().orElseThrow());
            scenario.downgrade("-1");
            versions.add(scenario.current().version().orElseThrow());
        }
        assertThat(versions).containsExactly("2", "1", "2", "1", "2", "1");
    }

    @Test
    void keepsTheTextsOfEachHistoryTableApart() {
        scenario.table("1", "one");
        scenario.upgrade();
        scenario.set("table", "second_history").set("baselineOnMigrate", "true").set("baselineVersion", "0");
        scenario.delete("V1__create_one.sql")
                .delete("U1__create_one.sql")
                .script("V1__other.sql", "CREATE TABLE other ();");
        scenario.upgrade();

        assertThat(refused(() -> scenario.downgrade("-1")).details())
                .singleElement()
                .asString()
                .startsWith("V1__other.sql");
    }
}
