package dev.belay.command;

import static dev.belay.command.PreviewProject.down;
import static dev.belay.command.PreviewProject.up;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks run at the events at which they run in the goal. */
class PreviewCallbacksTest extends PreviewSuite {

    @Test
    void callbacksOfEveryEventInTheirOrder() {
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();
        project.script("beforeMigrate__settings.sql", "SET work_mem = '6MB'; SET search_path = log;");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void callbacksWithoutRepeatables() {
        logEverything(UP_EVENTS);
        project.script("V1__t.sql", "CREATE TABLE t (id int);");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void callbacksFromAFolderOfTheirOwnAndOutsideTransactions(@TempDir Path other) {
        project.database.execute("CREATE TABLE IF NOT EXISTS log (event text)");
        project.set("baselineOnMigrate", "true")
                .set("baselineVersion", "0")
                .script("callbacks/beforeMigrate.sql", "VACUUM log")
                .script("main/afterMigrate.sql", "SELECT 1/0")
                .script("main/V1__t.sql", "CREATE TABLE t (id int);");
        String sql = project.file()
                .getParent()
                .getParent()
                .getParent()
                .resolve("sql")
                .toString();
        project.set("locations", "filesystem:" + sql + "/main")
                .set("callbackLocations", "filesystem:" + sql + "/callbacks");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void downByOneWithEveryCallback() {
        logEverything(
                "beforeUndo",
                "beforeUndo__2",
                "beforeEachUndo",
                "afterEachUndo",
                "beforeEachUndoStatement",
                "afterEachUndoStatement",
                "afterUndo",
                "afterConnect",
                "beforeMigrate",
                "beforeValidate");
        twoVersionsAndTwoRepeatables();
        project.script("U2__u.sql", "DROP TABLE u;").upgrade("latest");

        assertPsqlDoesTheSame(down("-1"));
    }
}
