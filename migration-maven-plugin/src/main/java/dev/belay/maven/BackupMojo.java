package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.MakeBackup;
import dev.belay.outcome.BackupOutcome;
import dev.belay.report.BackupText;
import org.apache.maven.plugins.annotations.Mojo;

/** Makes a backup of the database, and removes those whose time is over. */
@Mojo(name = "backup", requiresProject = false, threadSafe = true)
public final class BackupMojo extends SafeguardsMojo {

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        DatabaseRequest database = database(goal, scripts).orElseThrow();
        BackupOutcome outcome = MakeBackup.run(
                new MakeBackup.Request(database, asked(goal).backing(database.environment(), goal.baseDirectory())));
        return GoalResult.of(outcome, BackupText.lines(outcome, style()));
    }
}
