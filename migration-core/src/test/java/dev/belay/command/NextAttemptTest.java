package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.NextAttempt.Reached;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunReport.Result;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows the run of a reviewed plan; runs without one are in the tests against servers. */
class NextAttemptTest {

    private static final Path PLAN = Path.of("my plans/plan.json");

    private static NextAttempt deadlock() {
        return new NextAttempt(
                new EnvironmentException(Problem.of("a deadlock", "look"), new SQLException("deadlock", "40P01")),
                Optional.of(PLAN),
                "mvn db:upgrade",
                Reached.SOME);
    }

    @Test
    void whatPassesIsRunAgainWithTheSamePlan() {
        assertThat(deadlock().after(Result.ROLLED_BACK))
                .endsWith("run  mvn db:upgrade -Ddb.plan='my plans/plan.json'  again");
        assertThat(deadlock().onRecord(Result.ROLLED_BACK).orElseThrow()).endsWith(": a deadlock");
        assertThat(deadlock().after(Result.RESTORED))
                .contains("mvn db:upgrade -Ddb.plan='my plans/plan.json' -Ddb.force=true");
        assertThat(deadlock().onRecord(Result.RESTORED)).isEmpty();
    }

    @Test
    void correctedScriptsNeedANewPlan() {
        var attempt = new NextAttempt(
                new RefusalException(Problem.of("it does not hold", "mvn db:validate")),
                Optional.of(PLAN),
                "mvn db:upgrade",
                Reached.ALL);
        assertThat(attempt.after(Result.ROLLED_BACK))
                .startsWith("correct the scripts, which have led to what does not hold, have a new plan reviewed (mvn"
                        + " db:preview), then run  mvn db:upgrade -Ddb.plan=<the new plan>  again;")
                .doesNotContain("db:validate");
        assertThat(attempt.onRecord(Result.ROLLED_BACK)).isEmpty();
    }

    private static NextAttempt unreadable(Reached reached) {
        return new NextAttempt(
                new EnvironmentException(Problem.of("permission denied", "look at the role's rights")),
                Optional.empty(),
                "mvn db:upgrade",
                reached);
    }

    @Test
    void whatWasTakenBackForAnotherCauseIsRunAgainByForceOnly() {
        for (Reached reached : new Reached[] {Reached.SOME, Reached.ALL}) {
            assertThat(unreadable(reached).after(Result.ROLLED_BACK))
                    .startsWith("look at the role's rights; then run  mvn db:upgrade -Ddb.force=true  ,");
            assertThat(unreadable(reached).onRecord(Result.ROLLED_BACK)).isEmpty();
        }
        assertThat(unreadable(Reached.NOTHING).after(Result.RESTORED)).contains("-Ddb.force=true");
    }
}
