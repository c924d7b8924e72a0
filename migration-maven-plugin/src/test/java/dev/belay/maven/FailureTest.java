package dev.belay.maven;

import static dev.belay.maven.TestGoals.model;
import static dev.belay.maven.TestGoals.properties;
import static dev.belay.maven.TestGoals.typed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Environment;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.FailedOutcome.Ending;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    private static final Problem PROBLEM = Problem.of("it is so", "do that");
    private static final TargetInfo SHOP = new TargetInfo("shop", "db:5432", "17.1", false, Environment.STAGING);

    private static Goal goal(String name) {
        return typed(name, model(""), properties());
    }

    @Test
    void whatFailsBeforeADatabaseIsReachedSaysSo() {
        assertThat(Failure.of(goal("upgrade"), new RefusalException(PROBLEM)).message())
                .isEqualTo("it is so\nNo database was touched.\nNext: do that");
    }

    @Test
    void aGoalThatOnlyLooksHasChangedNothing() {
        Goal look = goal("history");
        look.witness().opened(SHOP, new RunId("12345678"));
        assertThat(Failure.of(look, new RefusalException(PROBLEM)).problem().state())
                .contains("The database is unchanged.");

        for (String name : List.of("upgrade", "downgrade", "restore", "stamp", "repair")) {
            Goal change = goal(name);
            change.witness().opened(SHOP, new RunId("12345678"));
            assertThat(Failure.of(change, new EnvironmentException(PROBLEM))
                            .problem()
                            .state())
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void whatIsKnownOfTheStateIsLeftAsItIs() {
        Problem known = PROBLEM.withState("shop is at version 2.");
        assertThat(Failure.of(goal("upgrade"), new RefusalException(known)).problem())
                .isEqualTo(known);
    }

    @Test
    void theReportsNextCommandReachesTheSameDatabase() {
        Goal goal = typed("upgrade", model(""), properties("db.url", "postgresql://db/shop"));
        var failed = Failure.of(goal, new RefusalException(Problem.of("it is so", "mvn db:current")));
        assertThat(failed.outcome(goal).next()).isEqualTo("mvn db:current -Ddb.url=postgresql://db/shop");
    }

    @Test
    void theReportHasWhatTheRunHadDone() {
        Goal goal = goal("upgrade");
        goal.witness().opened(SHOP, new RunId("12345678"));
        goal.witness().scriptStarted();
        goal.witness().stopped(List.of("V1__a.sql"));

        var outcome = Failure.of(goal, new RefusalException(PROBLEM)).outcome(goal);

        assertThat(outcome.outcome()).isEqualTo(Ending.FAILED);
        assertThat(outcome.target()).contains(SHOP);
        assertThat(outcome.run()).contains(new RunId("12345678"));
        assertThat(outcome.scripts()).containsExactly("V1__a.sql");
    }

    @Test
    void whatNeverBeganIsRefusedUnlessSomethingIsBroken() {
        Goal goal = goal("upgrade");
        assertThat(Failure.of(goal, new RefusalException(PROBLEM)).ending()).isEqualTo(Ending.REFUSED);
        assertThat(Failure.of(goal, new EnvironmentException(PROBLEM)).ending()).isEqualTo(Ending.FAILED);
    }
}
