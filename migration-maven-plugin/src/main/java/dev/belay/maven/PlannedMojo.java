package dev.belay.maven;

import dev.belay.command.ReviewedPlan;
import dev.belay.outcome.Direction;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that runs scripts on a database: as they are planned, or as somebody has looked at. */
abstract class PlannedMojo extends SafeguardsMojo {

    /** Runs exactly this plan, as {@code db:preview} has written it, or refuses and says what has moved. */
    @Parameter(property = "db.plan")
    private String plan;

    /** Does as {@code db:preview}: writes what it would run, and changes nothing. */
    // read by DeclaredConfiguration: what is typed counts before the POM, and "yes" must not mean no
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused")
    private String dryRun;

    final boolean isDryRun(Goal goal) {
        return Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun"));
    }

    /** {@return the plan that is to be run, and no other} */
    final Optional<ReviewedPlan> reviewed(Goal goal, Direction direction) {
        return new TypedParameters(goal)
                .text("db.plan", plan)
                .map(file -> ReviewedPlan.read(goal.baseDirectory().resolve(file), direction));
    }
}
