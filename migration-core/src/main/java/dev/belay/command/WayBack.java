package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.ObjectId;
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

        /** {@return the same with something else to do, if anything is left to do} */
        Taken withNext(String command) {
            return result == Result.ROLLED_BACK || elsewhere
                    ? this
                    : new Taken(result, version, state, Optional.of(command), false);
        }

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

    /** Takes the way that there is. */
    Taken take(BelayException cause, Optional<Backup> backup, Optional<Rehearsal.Result> rehearsal) {
        if (!reachable()) {
            return lost();
        }
        if (unchanged()) {
            return new Taken(
                    Result.ROLLED_BACK,
                    version(),
                    "The transaction was rolled back; " + name() + " is at version " + words(plan.before())
                            + ", as before; nothing of this run stayed.",
                    Optional.empty(),
                    false);
        }
        Optional<String> notDown = whyNotDown(rehearsal);
        if (notDown.isEmpty()) {
            Down down = down(rehearsal.orElseThrow());
            if (down.taken().isPresent()) {
                return down.taken().get();
            }
            notDown = Optional.of(down.why());
        }
        request.progress().detail("not taken back with undo scripts: " + notDown.get());
        String history = request.project().defaultSchema();
        return new RestoreWayBack(this, writes.soFar(history, request.project().historyTableName()))
                .take(backup, notDown.get());
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
        AppliedByRun applied = AppliedByRun.of(plan, before, history);
        if (applied.own().stream().anyMatch(entry -> entry.version().isEmpty())) {
            return Optional.of("a repeatable script was applied, which has no undo script");
        }
        if (!applied.others().isEmpty()) {
            return Optional.of("somebody else has applied " + String.join(", ", applied.others()) + " meanwhile");
        }
        Rehearsal.Undoing undoing = rehearsal.orElseThrow().undoing();
        if (!undoing.unseen().isEmpty()) {
            return Optional.of(String.join(", ", undoing.unseen())
                    + " may write to rows without a transaction, and nobody would know whose");
        }
        try {
            List<String> lost = since(applied, undoing).lost(eyes);
            return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
        } catch (SQLException e) {
            return Optional.of("the server does not say what was written since: " + e.getMessage());
        }
    }

    private WrittenSince since(AppliedByRun applied, Rehearsal.Undoing undoing) {
        SchemaDiff up =
                SchemaDiff.between(before.schema(), Before.read(eyes, database).schema());
        Set<String> written = undoing.written().stream()
                .filter(table -> before.schema().objects().containsKey(new ObjectId("table", table)))
                .collect(Collectors.toSet());
        return new WrittenSince(
                up, written, database.migrations().historyTable(), applied.scripts(), writes.horizon(), LOOK);
    }

    /**
     * Where the undo scripts led.
     *
     * @param taken empty when one failed, or they did not bring the schema back
     * @param why then
     */
    private record Down(Optional<Taken> taken, String why) {}

    private Down down(Rehearsal.Result rehearsal) {
        AppliedByRun applied =
                AppliedByRun.of(plan, before, database.migrations().history());
        WrittenSince since = since(applied, rehearsal.undoing());
        // again, where nobody can write any more behind the look
        writes.beforeEachScript(connection -> requireNothingLost(since, connection));
        try {
            return steps.take(Step.WAY_BACK, () -> {
                database.migrations().downgrade(applied.target());
                SchemaDiff diff = SchemaDiff.between(
                        before.schema(), Before.read(eyes, database).schema());
                if (!diff.isEmpty() && !diff.isColumnOrderOnly()) {
                    String why = "the undo scripts did not bring the schema back";
                    return new RunSteps.Ended<>(
                            new Down(Optional.empty(), why), StepReport.Result.FAILED, why, diff.lines());
                }
                String scripts = String.join(", ", applied.scripts());
                return RunSteps.Ended.done(new Down(Optional.of(undone(scripts, applied)), ""), "undone: " + scripts);
            });
        } catch (BelayException e) {
            return new Down(
                    Optional.empty(), "the undo scripts failed: " + e.problem().what());
        }
    }

    private static void requireNothingLost(WrittenSince since, Connection connection) throws SQLException {
        List<String> lost = connection.getAutoCommit() ? since.lost(connection) : since.lostUnderLock(connection);
        if (!lost.isEmpty()) {
            throw new SQLException(String.join("; ", lost));
        }
    }

    private Taken undone(String scripts, AppliedByRun applied) {
        return new Taken(
                Result.ROLLED_BACK,
                version(),
                scripts + ", applied in this run, " + (applied.own().size() == 1 ? "was" : "were") + " undone. "
                        + name() + " is at version " + words(plan.before())
                        + ", as before; no row or value that others wrote since was found that this would have lost.",
                Optional.empty(),
                false);
    }

    private boolean unchanged() {
        try {
            return version().equals(plan.before())
                    && AppliedByRun.of(plan, before, database.migrations().history())
                            .own()
                            .isEmpty()
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
