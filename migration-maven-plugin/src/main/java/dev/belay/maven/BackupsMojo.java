package dev.belay.maven;

import dev.belay.backup.BackupKey;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.ListBackups;
import dev.belay.outcome.BackupsOutcome;
import dev.belay.report.BackupText;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows the backups that there are, and looks into each: checksums of its files, and its table of contents. */
@Mojo(name = "backups", requiresProject = false, threadSafe = true)
public final class BackupsMojo extends SafeguardsMojo {

    @Override
    boolean needsScripts(Goal goal) {
        return false;
    }

    @Override
    GoalResult change(Goal goal, ProjectScripts scripts) {
        Optional<DatabaseRequest> database = database(goal, scripts);
        SafeguardParameters asked = asked(goal);
        Path dir = asked.dir(
                database.map(DatabaseRequest::environment).orElse(dev.belay.outcome.Environment.STAGING),
                goal.baseDirectory());
        BackupsOutcome outcome = ListBackups.run(new ListBackups.Request(
                dir,
                database.flatMap(it -> it.connection().database()),
                database.map(DatabaseRequest::connection),
                asked.client(goal.baseDirectory()),
                asked.backupKey().map(setting -> BackupKey.read(setting, System.getenv())),
                progress(goal)));
        GoalResult result = GoalResult.of(outcome, BackupText.lines(outcome, style()));
        boolean damaged =
                outcome.backups().stream().anyMatch(each -> each.state().equals("damaged"));
        return damaged
                ? result.failing("a backup is damaged\nNext: remove it, and make a new one:  mvn db:backup")
                : result;
    }
}
