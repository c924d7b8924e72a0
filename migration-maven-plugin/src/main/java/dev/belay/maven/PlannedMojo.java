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
    @Parameter(property = "db.dryRun", defaultValue = "false")
    private boolean dryRun;

    final boolean isDryRun() {
        return dryRun;
    }

    /** {@return the plan that is to be run, and no other} */
    final Optional<ReviewedPlan> reviewed(Goal goal, Direction direction) {
        return new TypedParameters(goal)
                .text("db.plan", plan)
                .map(file -> ReviewedPlan.read(goal.baseDirectory().resolve(file), direction));
    }
}
