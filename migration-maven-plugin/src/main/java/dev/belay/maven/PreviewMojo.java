package dev.belay.maven;

import dev.belay.command.Targets;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.Direction;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes the SQL that an upgrade or a downgrade would run, for psql, and changes nothing. */
@Mojo(name = "preview", defaultPhase = LifecyclePhase.PACKAGE, requiresProject = false, threadSafe = true)
public final class PreviewMojo extends SafeguardsMojo {

    /** Which way: up or down. */
    @Parameter(property = "db.direction", defaultValue = "up")
    private String direction;

    /** How far, as upgrade and downgrade take it. */
    @Parameter(property = "db.target")
    private String target;

    @Override
    boolean needsScripts(Goal goal) {
        return way(goal) == Direction.UP;
    }

    private Direction way(Goal goal) {
        return Choice.of("db.direction", new TypedParameters(goal).text("db.direction", direction), Direction.UP);
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        var typed = new TypedParameters(goal);
        Optional<String> far = typed.text("db.target", target);
        PreviewGoal shown = way(goal) == Direction.UP
                ? new PreviewGoal.Up(Targets.up(far))
                : new PreviewGoal.Down(Targets.down(far));
        return preview(goal, scripts, database(goal, scripts).orElseThrow(), shown);
    }
}
