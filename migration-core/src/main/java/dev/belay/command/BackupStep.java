package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.backup.Retention;
import dev.belay.backup.Verification;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport.Step;
import dev.belay.script.Version;
import dev.belay.server.ClientSearch;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Step 3: a backup, before anything changes. */
record BackupStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    /** @param alone does something while no session of this run is connected to the database */
    Optional<Backup> take(PreviewPlan plan, OpenDatabase open, Function<Supplier<Backup>, Backup> alone) {
        if (guards.backup().isEmpty()) {
            steps.skip(Step.BACKUP, "there is no backup of this run");
            return Optional.empty();
        }
        Safeguards.Backing backing = guards.backup().get();
        return Optional.of(steps.take(Step.BACKUP, () -> {
            var backups = new Backups();
            // while there is a session that can be asked
            Set<RunId> needed = UnfinishedRuns.of(open.migrations());
            var request = new BackupRequest(
                    database.connection(),
                    backing.method(),
                    backing.dir(),
                    backing.key(),
                    plan.before().map(Version::toString),
                    open.run(),
                    backing.client(),
                    backing.command(),
                    database.progress());
            BackupMethod way = Backups.way(request, open.major());
            Backup made = way == BackupMethod.TEMPLATE
                    ? alone.apply(() -> backups.make(request))
                    : backups.make(request.by(way));
            requireReadable(backups, backing, made);
            int removed = prune(backups, backing, made, open.run(), needed);
            return RunSteps.Ended.done(
                    made,
                    size(made.manifest().bytes()) + " in " + made.folder()
                            + (removed == 0 ? "" : "; removed " + removed + " whose time was over"));
        }));
    }

    /** A rehearsal restores it; where none does, its table of contents at least is read. */
    private void requireReadable(Backups backups, Safeguards.Backing backing, Backup made) {
        if (guards.rehearsal().isPresent()) {
            return;
        }
        Verification verified =
                backups.verify(made, new ClientSearch(backing.client(), database.progress()), backing.key());
        if (!verified.good()) {
            throw new EnvironmentException(Problem.of(
                            "the backup that was just made cannot be used",
                            "check the disk of " + backing.dir() + ", then run the goal again")
                    .withDetails(verified.troubles())
                    .withState("The database is unchanged."));
        }
    }

    /** {@return how many were removed} That an old one stays is no reason not to upgrade. */
    private int prune(Backups backups, Safeguards.Backing backing, Backup made, RunId run, Set<RunId> needed) {
        try {
            return backups.prune(
                            backing.dir(),
                            database.connection(),
                            made.manifest().database(),
                            new Retention(backing.keepDays(), needed),
                            run,
                            database.progress())
                    .size();
        } catch (BelayException e) {
            database.progress()
                    .warn("backups whose time is over were not removed: "
                            + e.problem().what());
            return 0;
        }
    }

    /** {@return {@code 394 MB}} */
    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return Math.max(1, bytes / 1_000) + " kB";
        }
        return bytes < 1_000_000_000 ? bytes / 1_000_000 + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
