package dev.belay.maven;

import dev.belay.backup.BackupKey;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.RestoreBackup;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.report.BackupText;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Brings a backup back: into a database beside the live one, which is verified and then put into its place; the one that was live stays beside it under another name. */
@Mojo(name = "restore", requiresProject = false, threadSafe = true)
public final class RestoreMojo extends SafeguardsMojo {

    /** The backup's folder. */
    @Parameter(property = "db.backup")
    private String backup;

    /** Verifies the backup, says what would be lost, and changes nothing. */
    // read by DeclaredConfiguration, as the switches of an upgrade
    @Parameter(property = "db.dryRun", defaultValue = "false")
    @SuppressWarnings("unused")
    private String dryRun;

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        DatabaseRequest database = database(goal, scripts).orElseThrow();
        SafeguardParameters asked = asked(goal);
        Path folder = new TypedParameters(goal)
                .text("db.backup", backup)
                .map(goal.baseDirectory()::resolve)
                .orElseThrow(() -> new RefusalException(Problem.of(
                                "a restore needs to be told which backup: db.backup is not set",
                                "mvn db:backups  shows them;  mvn db:restore -Ddb.backup=<folder>")
                        .withState("The database is unchanged.")));
        var request = new RestoreBackup.Request(
                database,
                folder,
                asked.client(goal.baseDirectory()),
                asked.backupKey().map(setting -> BackupKey.read(setting, System.getenv())),
                asked.acceptLoss(),
                asked.force(),
                Optional.of(logs(goal)),
                runReports(goal));
        if (Choice.truth("db.dryRun", new DeclaredConfiguration(goal).value("dryRun"))) {
            return GoalResult.of(BackupText.lines(RestoreBackup.preview(request), style()));
        }
        RestoreOutcome outcome = RestoreBackup.run(request);
        return GoalResult.of(outcome, BackupText.lines(outcome, style()));
    }
}
