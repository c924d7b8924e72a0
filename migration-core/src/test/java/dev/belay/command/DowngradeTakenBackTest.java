package dev.belay.command;

import static dev.belay.command.AskedSafeguards.GATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Downgrades that fail, and where the database is afterwards. */
class DowngradeTakenBackTest extends DowngradeSuite {

    @Test
    void aFailedDowngradeClimbsAgain() {
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;" + GATE);
        Problem problem = refused(() -> downgrade("1"));
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("V3__create_phone.sql, undone in this run, was applied again")
                .contains("at version 3, as before; no row ");
        assertThat(problem.next())
                .startsWith("correct U2__mail.sql:1:39, then run  mvn db:downgrade -Ddb.target=1  again; as they are,");
        assertThat(scenario.current().version()).contains("3");
        assertThat(scenario.query("SELECT to_regclass('phone')")).containsExactly("phone");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("rolled back");
        assertThat(refused(() -> downgrade("1")).what()).contains("had to be taken back");
    }

    @Test
    void whatWentComesBackFromTheBackupOnly() {
        scenario.mayRestore();
        scenario.execute("INSERT INTO phone VALUES (7)");
        scenario.script("U2__mail.sql", GATE);
        asked.check = false;
        Problem problem = refused(() -> downgrade("1"));
        try {
            assertThat(problem.state().orElseThrow())
                    .contains("was restored from the backup and is at version 3, as before; no row ");
            assertThat(problem.next()).contains("then run  mvn db:downgrade -Ddb.target=1  again");
            assertThat(scenario.query("SELECT id FROM phone")).containsExactly("7");
        } finally {
            scenario.dropBeside();
        }
    }

    private void stamp(String target) {
        Stamp.run(new Stamp.Request(
                scenario.request(),
                Optional.empty(),
                Targets.stamp(Optional.of(target)),
                version -> Optional.of(StampTest.scratch(version)),
                folder.resolve("reports"),
                false,
                false));
    }

    @Test
    void belowTheLowestVersionTheBaseIsRecorded() {
        scenario.script("U1__base.sql", "DROP TABLE IF EXISTS nothing;\nSELECT 1/0;\nDROP TABLE customer;")
                .script("U1__base.sql.conf", "executeInTransaction=false");
        asked.check = false;
        asked.rehearsal = Optional.empty();
        asked.backing = false;
        assertThat(refused(() -> downgrade("base")).next()).contains("mvn db:stamp -Ddb.target=base; or put back");
        scenario.execute("DROP TABLE customer");
        stamp("base");
        assertThat(scenario.current().version()).isEmpty();
    }

    @Test
    void anUndoScriptThatStopsHalfWayIsFinishedByHandAndRecorded() {
        scenario.script("V4__index.sql", "CREATE INDEX i1 ON customer (name); CREATE INDEX i2 ON customer (mail);")
                .script("U4__index.sql", "DROP INDEX CONCURRENTLY i1;\n" + GATE + "\nDROP INDEX i2;")
                .script("U4__index.sql.conf", "executeInTransaction=false");
        scenario.upgrade();
        asked.check = false;
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        asked.backing = false;
        Problem problem = refused(() -> downgrade("3"));
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.details()).anyMatch(line -> line.contains("DROP INDEX CONCURRENTLY i1"));
        assertThat(problem.state().orElseThrow())
                .contains("at version 4 (was 4)", "nothing was taken back", "stopped half-way")
                .doesNotContain("as before")
                .doesNotContain("versioned scripts failed");
        assertThat(problem.next()).contains("mvn db:stamp -Ddb.target=3");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo("failed");

        scenario.execute("DROP INDEX i2");
        stamp("3");
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void halfAnUndoScriptIsNotCalledAsBeforeWhenTheBackupCannotBeRestored() {
        scenario.script("V4__index.sql", "CREATE INDEX i1 ON customer (name);")
                .script("U4__index.sql", "DROP INDEX CONCURRENTLY i1;\n" + GATE)
                .script("U4__index.sql.conf", "executeInTransaction=false");
        scenario.upgrade();
        asked.check = false;
        Problem problem = refused(() -> downgrade("3"));
        assertThat(problem.state().orElseThrow())
                .contains("is in use, but not as it was, at version 4 (was 4)", "stopped half-way", "not restored")
                .doesNotContain("as before", "versioned scripts failed");
        assertThat(problem.next()).contains("mvn db:restore");
    }

    @Test
    void nothingIsTakenBackWhenThatIsAskedFor() {
        scenario.script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;" + GATE);
        asked.onFailure = WayOut.STOP;
        assertThat(refused(() -> downgrade("1")).state().orElseThrow())
                .contains("at version 2 (was 3)", "db.onFailure is stop");
    }
}
