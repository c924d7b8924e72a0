package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the run lock another run may begin, so that a run whose lock is lost begins no further script. */
class LostRunLockTest extends SafeguardedSuite {

    private static final String OID = "SELECT oid FROM pg_database WHERE datname = current_database()";

    @BeforeEach
    void prepare() {
        asked.check = false;
        mailIsPending();
        scenario.script("V3__more.sql", "CREATE TABLE more (id int);").script("U3__more.sql", "DROP TABLE more;");
    }

    /** The lock's session is gone when the statement ends that begins so. */
    private void lostDuring(String statement) {
        scenario.told().onStatement(begun -> {
            if (begun.summary().startsWith(statement)) {
                end("application_name LIKE 'belay % lock'");
                // as long as a script takes that is worth a look
                scenario.superuser().query("SELECT pg_sleep(0.2)");
            }
        });
    }

    private String lost() {
        return "the session that holds the run lock of " + scenario.database().name() + " was lost";
    }

    @Test
    void theNextScriptDoesNotBegin() {
        lostDuring("ALTER TABLE");
        Problem problem = DatabaseSuite.problem(EnvironmentException.class, asked::upgrade);
        assertThat(problem.what()).startsWith(lost());
        assertThat(problem.state().orElseThrow())
                .contains("is at version 2 (was 1); nothing was taken back")
                .contains("another run may have begun");
        assertThat(problem.next()).endsWith("what is left is done by  mvn db:upgrade");
        assertThat(scenario.query("SELECT to_regclass('more') IS NULL")).containsExactly("t");
        assertThat(scenario.told().report().result()).isEqualTo(Result.FAILED);
        assertThat(scenario.superuser().query("SELECT result FROM belay.run ORDER BY started_at"))
                .endsWith("failed");

        scenario.told().onStatement(begun -> {});
        assertThat(asked.upgrade().versionAfter()).contains("3");
    }

    @Test
    void norDoesItInARunWithoutSafeguards() {
        lostDuring("ALTER TABLE");
        assertThatThrownBy(scenario::upgrade)
                .isInstanceOfSatisfying(
                        BelayException.class,
                        failure -> assertThat(failure.problem().state().orElseThrow())
                                .isEqualTo("V3__more.sql was not begun. V2__mail.sql, run before it, stays. "
                                        + scenario.database().name() + " is at version 2."))
                .hasMessageContaining(lost());
        assertThat(scenario.told().stayed()).containsExactly("V2__mail.sql");
        scenario.told().onStatement(begun -> {});
        assertThat(scenario.upgrade().versionAfter()).contains("3");
    }

    @Test
    void aWayBackEndsBetweenTwoUndoScriptsAndNoRestoreFollows() {
        closedGate(4);
        scenario.mayRestore();
        String oid = scenario.query(OID).get(0);
        lostDuring("DROP TABLE");
        Problem problem = refused(asked::upgrade);
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("is at version 2 (was 1); taking it back was broken off, since the undo scripts failed: "
                        + lost());
        assertThat(scenario.query(OID)).containsExactly(oid);
        assertThat(scenario.query("SELECT count(mail) FROM customer")).containsExactly("0");
        assertThat(scenario.told().report().result()).isEqualTo(Result.FAILED);
    }
}
