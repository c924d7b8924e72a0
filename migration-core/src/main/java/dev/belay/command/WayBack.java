package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.DownTarget;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.Version;
import dev.belay.validation.WrittenSince;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Back to where the database was, after a failed apply or validation: what the transaction has rolled back is enough; else
 * the undo scripts, if the rehearsal has shown that they bring the schema back and nothing would be lost; else the backup.
 */
record WayBack(
        Safeguards guards,
        RunSteps steps,
        DatabaseRequest request,
        OpenDatabase database,
        Connection eyes,
        PreviewPlan plan,
        Before before,
        OwnWrites writes) {

    private static final Duration LOOK = Duration.ofSeconds(30);

    /**
     * Where it led.
     *
     * @param version that the database is at; empty for none
     * @param state of the database, for people
     * @param next what to do, in place of what the failure says; empty to leave that
     * @param elsewhere whether the database is another one now, so that this run's sessions have ended
     */
    record Taken(Result result, Optional<Version> version, String state, Optional<String> next, boolean elsewhere) {

        /** {@return the failure, with where the database is now} */
        Problem problem(Problem cause) {
            return new Problem(cause.what(), cause.details(), Optional.of(state), next.orElse(cause.next()));
        }
    }

    /** Nothing is taken back. */
    Taken notTaken(Result result, String why) {
        if (!reachable()) {
            return lost();
        }
        Optional<Version> now = version();
        String state = now.equals(plan.before()) && unchanged()
                ? name() + " is at version " + words(now) + ", as before; nothing of this run stayed."
                : name() + " is at version " + words(now) + " (was " + words(plan.before())
                        + "); nothing was taken back, since " + why + ".";
        return new Taken(unchanged() ? Result.ROLLED_BACK : result, now, state, Optional.empty(), false);
    }

    /** A statement that blocks nobody has come to the end of the time: what was applied stays, and the rest can follow. */
    Taken stopped(ApplyDeadline.Stopped statement) {
        if (!reachable()) {
            return lost();
        }
        String script = statement.script().file().script();
        boolean again = statement.script().inTransaction()
                || database.migrations()
                        .letRunAgain(statement.script(), statement.statement())
                        .isPresent();
        Optional<Version> now = version();
        String state = name() + " is at version " + words(now) + " (was " + words(plan.before()) + "); "
                + (again
                        ? script + " has left nothing, and begins anew in the next run."
                        : "what " + script + " had done before stays; nothing was taken back.");
        Optional<String> next =
                again ? Optional.of("go on with more time:  mvn db:upgrade -Ddb.timeout=<longer>") : Optional.empty();
        return new Taken(Result.FAILED, now, state, next, false);
    }

    /** Takes the way that there is. */
    Taken take(BelayException cause, Optional<Backup> backup, Optional<Rehearsal.Result> rehearsal) {
        if (!reachable()) {
            return lost();
        }
        database.requireLock();
        if (unchanged()) {
            return new Taken(
                    Result.ROLLED_BACK,
                    version(),
                    "The transaction was rolled back; " + name() + " is at version " + words(plan.before())
                            + ", as before; no data was lost.",
                    Optional.empty(),
                    false);
        }
        Optional<String> notDown = whyNotDown(rehearsal);
        if (notDown.isEmpty()) {
            Optional<Taken> down = down();
            if (down.isPresent()) {
                return down.get();
            }
        } else {
            request.progress().detail("not taken back with undo scripts: " + notDown.get());
        }
        String history = request.project().defaultSchema();
        return new RestoreWayBack(this, writes.soFar(history, request.project().historyTableName()))
                .take(backup, notDown.orElse("the undo scripts failed"));
    }

    private boolean reachable() {
        try {
            database.migrations().history();
            return eyes.isValid((int) LOOK.toSeconds());
        } catch (BelayException | SQLException e) {
            request.progress().detail("the sessions of this run are gone: " + e.getMessage());
            return false;
        }
    }

    /** A server that has restarted has ended the run lock's session too: another run may be at work already. */
    private Taken lost() {
        Optional<Version> now = FreshLook.version(request);
        String state =
                name() + (now.isEmpty() ? " does not say at which version it is" : " is at version " + words(now))
                        + " (was " + words(plan.before())
                        + "); nothing was taken back, since the server has ended the sessions of"
                        + " this run.";
        return new Taken(
                Result.FAILED,
                now,
                state,
                Optional.of("when the server is well again,  mvn db:upgrade  finishes it"),
                true);
    }

    private Optional<String> whyNotDown(Optional<Rehearsal.Result> rehearsal) {
        HistoryState history = database.migrations().history();
        if (!history.failed().isEmpty()) {
            return Optional.of(history.failed().get(0).script() + " ran without a transaction and failed half-way");
        }
        if (!SafeUpgrade.wayBackIsProved(rehearsal)) {
            return Optional.of("no rehearsal has shown that they bring the schema back");
        }
        if (inForce(history).stream().anyMatch(entry -> entry.version().isEmpty())) {
            return Optional.of("a repeatable script was applied, which has no undo script");
        }
        try {
            SchemaDiff up = SchemaDiff.between(
                    before.schema(), Before.read(eyes, database).schema());
            List<String> lost = WrittenSince.lost(
                    eyes,
                    up,
                    database.migrations().historyTable(),
                    inForce(history).stream().map(HistoryEntry::script).toList(),
                    LOOK);
            return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
        } catch (SQLException e) {
            return Optional.of("the server does not say what was written since: " + e.getMessage());
        }
    }

    /** Those of this run's scripts that are applied now. */
    private List<HistoryEntry> inForce(HistoryState history) {
        Set<String> planned =
                plan.steps().stream().map(PreviewOutcome.Step::script).collect(Collectors.toSet());
        return history.entries().stream()
                .filter(entry -> entry.installedRank().isPresent()
                        && entry.state() == HistoryEntry.State.APPLIED
                        && planned.contains(entry.script()))
                .toList();
    }

    /** {@return empty when an undo script failed, or did not bring the schema back} */
    private Optional<Taken> down() {
        List<HistoryEntry> applied = inForce(database.migrations().history());
        try {
            return steps.take(Step.WAY_BACK, () -> {
                database.migrations().downgrade(new DownTarget.Step(applied.size()));
                SchemaDiff diff = SchemaDiff.between(
                        before.schema(), Before.read(eyes, database).schema());
                if (!diff.isEmpty() && !diff.isColumnOrderOnly()) {
                    return new RunSteps.Ended<>(
                            Optional.<Taken>empty(),
                            StepReport.Result.FAILED,
                            "the undo scripts did not bring the schema back",
                            diff.lines());
                }
                String scripts = applied.stream().map(HistoryEntry::script).collect(Collectors.joining(", "));
                return RunSteps.Ended.done(
                        Optional.of(new Taken(
                                Result.ROLLED_BACK,
                                version(),
                                scripts + ", applied in this run, "
                                        + (applied.size() == 1 ? "was" : "were") + " undone. " + name()
                                        + " is at version " + words(plan.before())
                                        + ", as before; no data was lost.",
                                Optional.empty(),
                                false)),
                        "undone: " + scripts);
            });
        } catch (BelayException e) {
            request.progress().detail("the way down failed: " + e.problem().what());
            return Optional.empty();
        }
    }

    private boolean unchanged() {
        try {
            return version().equals(plan.before())
                    && inForce(database.migrations().history()).isEmpty()
                    && database.migrations().history().failed().isEmpty()
                    && Before.read(eyes, database).schema().equals(before.schema());
        } catch (BelayException e) {
            return false; // the server does not answer
        }
    }

    Optional<Version> version() {
        try {
            return database.migrations().history().current();
        } catch (BelayException e) {
            return Optional.empty();
        }
    }

    String name() {
        return database.target().database();
    }

    static String words(Optional<Version> version) {
        return version.map(Version::toString).orElse("none");
    }
}
