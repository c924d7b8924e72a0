package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Backups;
import dev.belay.backup.Manifest;
import dev.belay.backup.Swapped;
import dev.belay.backup.WritesSince;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RestoreOutcome;
import dev.belay.outcome.RestorePreview;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A restore by hand, from the look at its backup to its end in the journal. */
final class RestoreRun {

    private static final String GOAL = "restore";

    private final RestoreBackup.Request request;
    private final Progress progress;
    private final RunSteps steps;
    private final Instant started = Instant.now();
    private final List<String> warnings = new ArrayList<>();
    private boolean swapping;

    RestoreRun(RestoreBackup.Request request) {
        this.request = request;
        this.progress = request.database().progress();
        this.steps = new RunSteps(progress);
    }

    /** @throws BelayException when the database is not the restored one afterwards */
    RestoreOutcome run() {
        Backup backup = new Backups().open(request.backup());
        try (var database = OpenDatabase.forWriting(request.database());
                var beside = FileJournal.open(request.journal(), started, GOAL, database.run(), progress)) {
            beside.begins(GOAL, database.target().database(), version(database).map(Version::toString));
            return new Opened(database, backup, beside).run();
        }
    }

    /** @throws BelayException when the restore would not be done */
    RestorePreview preview() {
        Backup backup = new Backups().open(request.backup());
        try (var database = OpenDatabase.forReading(request.database())) {
            requireItsOwn(backup, database.target());
            SideRestore restore = restore(database);
            restore.verify(backup);
            return new RestorePreview(
                    database.target(),
                    backup.folder(),
                    backup.manifest().started(),
                    version(database).map(Version::toString),
                    backup.manifest().migrationVersion(),
                    lost(restore.written(backup)).lines());
        }
    }

    private SideRestore restore(OpenDatabase database) {
        return new SideRestore(
                request.database().connection(),
                request.client(),
                request.key(),
                request.force(),
                database.run(),
                progress);
    }

    /** The history says which scripts the schema has seen; the one that is restored says so too. */
    private WritesSince lost(WritesSince written) {
        MigrationProject project = request.database().project();
        return written.withoutTable(project.defaultSchema(), project.historyTableName());
    }

    private static Optional<Version> version(OpenDatabase database) {
        return database.migrations().history().current();
    }

    /** The restore, now that the database has been reached. */
    private final class Opened {

        private final OpenDatabase database;
        private final TargetInfo target;
        private final Backup backup;
        private final FileJournal beside;
        private final Optional<Version> before;
        private final SideRestore restore;
        private boolean journalled;

        Opened(OpenDatabase database, Backup backup, FileJournal beside) {
            this.database = database;
            this.target = database.target();
            this.backup = backup;
            this.beside = beside;
            this.before = version(database);
            this.restore = RestoreRun.this.restore(database);
        }

        RestoreOutcome run() {
            begin();
            try {
                Swapped swapped = restored();
                Optional<Version> after = FreshLook.version(request.database());
                end(Result.SUCCEEDED, after, Optional.empty(), List.of(kept(swapped)));
                return new RestoreOutcome(
                        target,
                        database.run(),
                        backup.folder(),
                        before.map(Version::toString),
                        after.map(Version::toString),
                        swapped.failed(),
                        swapped.writes().lines(),
                        swapped.unavailable(),
                        Duration.between(started, Instant.now()));
            } catch (RuntimeException e) {
                BelayException told = withState(Unforeseen.or(e), swapping && !(e instanceof BelayException));
                boolean unsure = swapping && told instanceof EnvironmentException;
                end(
                        unsure ? Result.FAILED : Result.REFUSED,
                        unsure ? FreshLook.version(request.database()) : before,
                        Optional.of(told.problem()),
                        List.of());
                throw told;
            }
        }

        /** Up to the swap nothing of the database is touched; the swap says itself what is known. */
        private BelayException withState(BelayException e, boolean swappedPerhaps) {
            if (e.problem().state().isPresent()) {
                return e;
            }
            Problem problem = e.problem()
                    .withState(
                            swappedPerhaps
                                    ? "It is not known whether " + target.database()
                                            + " was restored:  mvn db:current  shows at which version it is."
                                    : target.database() + " was not touched: it is in use as before.");
            return e.saying(problem);
        }

        /** A database that is damaged may have no place for a journal, and is restored all the same. */
        private void begin() {
            try {
                RunRecord record = database.migrations().record();
                record.begin(facts());
                journalled = true;
                steps.journal(record, beside);
            } catch (BelayException e) {
                progress.warn("this run cannot be written to the journal before it ends: "
                        + e.problem().what());
            }
        }

        private RunRecord.Facts facts() {
            return new RunRecord.Facts(
                    GOAL, before, request.database().environment().toString(), Optional.empty(), Optional.empty(), "");
        }

        private Swapped restored() {
            steps.take(Step.VERIFY, this::verified);
            SideRestore.Beside made = steps.take(Step.RESTORE, this::beside);
            return steps.take(Step.SWAP, () -> swapped(made));
        }

        private RunSteps.Ended<Backup> verified() {
            requireItsOwn(backup, target);
            restore.verify(backup);
            Manifest manifest = backup.manifest();
            if (manifest.method() != BackupMethod.COMMAND) {
                restore.requireAccepted(backup, RestoreRun.this::lost, loss -> request.acceptLoss());
            }
            return RunSteps.Ended.done(
                    backup,
                    "made " + KeptBeside.WHEN.format(manifest.started()) + " at version "
                            + manifest.migrationVersion().orElse("none") + ", " + BackupStep.size(manifest.bytes())
                            + "; all its files are as they were written");
        }

        private RunSteps.Ended<SideRestore.Beside> beside() {
            SideRestore.Beside made = restore.restoreVerified(backup);
            made.forced().forEach(line -> steps.audit("forced, though not as backed up: " + line.strip()));
            warnings.addAll(made.unavoidable());
            String compared = made.schema()
                    .map(schema -> schema.objects() + " objects, owners and privileges compared with the backup's")
                    .orElse("definitions, owners and privileges not compared");
            return RunSteps.Ended.warned(
                    made,
                    "into " + made.database() + ", "
                            + BackupStep.size(made.restored().bytes()) + "; " + compared,
                    made.unavoidable());
        }

        private RunSteps.Ended<Swapped> swapped(SideRestore.Beside made) {
            // the journal goes over with the rest; from here on this session of it ends
            steps.withoutJournal();
            swapping = true;
            Swapped swapped = restore.swap(made, RestoreRun.this::lost, loss -> request.acceptLoss());
            for (String lost : swapped.writes().lines()) {
                steps.audit("accepted loss: " + lost);
                warnings.add("lost, as accepted: " + lost);
            }
            return RunSteps.Ended.done(
                    swapped,
                    String.format(
                            Locale.ROOT,
                            "nobody could connect for %.1f s; what was live is %s now",
                            swapped.unavailable().toMillis() / 1000.0,
                            swapped.failed()));
        }

        private String kept(Swapped swapped) {
            return "What it was before is kept as " + swapped.failed()
                    + ", read-only; drop it when nobody needs it any more.";
        }

        /** The sessions of this run may have ended with those of everybody; the journal has gone over with the rest. */
        private void end(Result result, Optional<Version> after, Optional<Problem> problem, List<String> hint) {
            RunReport told = new ReportStep(request.reports(), steps, progress)
                    .take(() -> report(result, after, problem).with(Optional.empty(), hint));
            FreshLook.journal(request.database(), database.run(), journal -> {
                if (!journalled) {
                    journal.begin(facts());
                }
                return new JournalEnd(result, after, steps.audit()).write(journal, steps.reports());
            });
            steps.ended(RunRecord.words(result), after.map(Version::toString));
            if (result != Result.SUCCEEDED) {
                steps.audit().forEach(line -> progress.warn("On record: " + line));
            }
            progress.ended(told);
        }

        private RunReport report(Result result, Optional<Version> after, Optional<Problem> problem) {
            return new RunReport(
                    GOAL,
                    target,
                    database.run(),
                    RunRecord.startedBy(),
                    Optional.empty(),
                    Optional.empty(),
                    started,
                    Duration.between(started, Instant.now()),
                    result,
                    before.map(Version::toString),
                    after.map(Version::toString),
                    steps.reports(),
                    List.of(),
                    steps.audit(),
                    warnings,
                    Optional.of(backup.folder().toString()),
                    Optional.empty(),
                    problem);
        }
    }

    /** Two databases of one name on two servers are told apart by people only. */
    private void requireItsOwn(Backup backup, TargetInfo target) {
        Manifest manifest = backup.manifest();
        String server = request.database().connection().server();
        if (!manifest.server().equals(server)) {
            progress.warn("the backup was made of " + manifest.database() + " at " + manifest.server()
                    + "; it is restored at " + server);
        }
        if (manifest.database().equals(target.database())) {
            return;
        }
        String what =
                "the backup " + backup.folder() + " is one of " + manifest.database() + ", not of " + target.database();
        if (!request.force()) {
            throw new RefusalException(Problem.of(
                            what,
                            "name a backup of " + target.database() + ":  mvn db:backups  shows them; or, if it is to"
                                    + " become what " + manifest.database() + " was: -Ddb.force=true")
                    .withState("No database was touched."));
        }
        steps.audit("forced: " + what);
    }
}
