package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport.Step;
import dev.belay.script.Version;
import java.util.Locale;
import java.util.Optional;

/** Step 3: a backup, before anything changes. */
record BackupStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    Optional<Backup> take(PreviewPlan plan, RunId run) {
        if (guards.backup().isEmpty()) {
            steps.skip(Step.BACKUP, "there is no backup of this run");
            return Optional.empty();
        }
        Safeguards.Backing backing = guards.backup().get();
        return Optional.of(steps.take(Step.BACKUP, () -> {
            Backup made = new Backups()
                    .make(new BackupRequest(
                            database.connection(),
                            backing.method(),
                            backing.dir(),
                            backing.key(),
                            plan.before().map(Version::toString),
                            run,
                            backing.client(),
                            backing.command(),
                            database.progress()));
            return RunSteps.Ended.done(made, size(made.manifest().bytes()) + " in " + made.folder());
        }));
    }

    /** {@return {@code 394 MB}} */
    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return Math.max(1, bytes / 1_000) + " kB";
        }
        return bytes < 1_000_000_000 ? bytes / 1_000_000 + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
