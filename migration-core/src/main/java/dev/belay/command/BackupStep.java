package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.backup.Verification;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport.Step;
import dev.belay.script.Version;
import dev.belay.server.ClientSearch;
import java.util.List;
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
            BackupRequest request = request(backing, plan, open);
            BackupMethod way = Backups.way(request, open.major());
            Backup made = way == BackupMethod.TEMPLATE
                    ? alone.apply(() -> backups.make(request))
                    : backups.make(request.by(way));
            Proof proof = prove(backups, backing, made);
            int removed = new OverdueBackups(backing, database)
                    .remove(backups, made.manifest().database(), open.run(), needed)
                    .size();
            return RunSteps.Ended.warned(
                    made,
                    size(made.manifest().bytes()) + " in " + made.folder() + proof.words()
                            + (removed == 0 ? "" : "; removed " + removed + " whose time was over"),
                    proof.warnings());
        }));
    }

    /** {@return how the backup is going to be made, as far as can be told now; empty for none} */
    Optional<BackupMethod> method(PreviewPlan plan, OpenDatabase open) {
        return guards.backup().map(backing -> Backups.way(request(backing, plan, open), open.major()));
    }

    private BackupRequest request(Safeguards.Backing backing, PreviewPlan plan, OpenDatabase open) {
        return new BackupRequest(
                database.connection(),
                backing.method(),
                backing.dir(),
                backing.key(),
                plan.before().map(Version::toString),
                open.run(),
                backing.client(),
                backing.command(),
                database.progress());
    }

    /**
     * How it is known that a backup can be used.
     *
     * @param words for the end of the step's line
     * @param warnings what is not known
     */
    private record Proof(String words, List<String> warnings) {}

    /**
     * One that a rehearsal is going to restore is proved by that; any other is read back as far as that goes.
     *
     * @throws EnvironmentException when it is not what was written
     */
    private Proof prove(Backups backups, Safeguards.Backing backing, Backup made) {
        if (RehearsedRows.restore(guards.rehearsal(), made)) {
            return new Proof("; the rehearsal restores it", List.of());
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
        if (made.manifest().method() != BackupMethod.PG_DUMP) {
            return new Proof("", List.of()); // what it consists of is not in its folder
        }
        return verified.unread()
                .map(why -> new Proof(
                        ", its checksums verified", List.of("the backup's contents were not looked into: " + why)))
                .orElseGet(() -> new Proof(", verified", List.of()));
    }

    /** {@return {@code 394 MB}} */
    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return Math.max(1, bytes / 1_000) + " kB";
        }
        return bytes < 1_000_000_000 ? bytes / 1_000_000 + " MB" : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
