package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.postgres.PassingTrouble;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.Version;
import dev.belay.validation.WrittenSince;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Back to where the database was, after a failed apply or validation: what the transaction has rolled back is enough; else
 * the scripts of the other direction, if the rehearsal has shown that they bring the schema back and nothing would be lost;
 * else the backup.
 *
 * @param cause why the run failed
 */
record WayBack(
        BelayException cause,
        Safeguards guards,
        RunSteps steps,
        DatabaseRequest request,
        OpenDatabase database,
        Connection eyes,
        PreviewPlan plan,
        Before before,
        OwnWrites writes,
        Retreat retreat) {

    /**
     * Where it led.
     *
     * @param version that the database is at; empty for none
     * @param state of the database, for people
     * @param next what to do, in place of what the failure says; empty to leave that
     * @param elsewhere whether the database is another one now, so that this run's sessions have ended
     */
    record Taken(Result result, Optional<Version> version, String state, Optional<String> next, boolean elsewhere) {

        /** {@return whether the database is as it was before the run} */
        boolean isBack() {
            return result == Result.ROLLED_BACK || result == Result.RESTORED;
        }

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

    /** All was applied and stays, although it does not hold: whoever has looked may want to be back all the same. */
    Taken left(String why) {
        Taken left = notTaken(Result.INVALID, why);
        return left.version().equals(plan.before()) || left.next().isPresent()
                ? left
                : left.withNext(cause.problem().next() + "  ; to be back where it was:  " + retreat.back());
    }

    /** A statement that blocks nobody has come to the end of the time: what was applied stays, and the rest can follow. */
    Taken stopped(ApplyDeadline.Stopped statement) {
        if (!reachable()) {
            return lost();
        }
        String script = statement.script().file().script();
        if (!statement.script().inTransaction()) {
            database.migrations().leaveToNextRun(statement.script(), statement.statement());
        }
        Optional<Version> now = version();
        String state = name() + " is at version " + words(now) + " (was " + words(plan.before()) + "); " + script
                + " blocked nobody when it was stopped, and the next run goes on with it.";
        return new Taken(
                Result.FAILED,
                now,
                state,
                Optional.of("go on with more time:  " + retreat.finish() + " -Ddb.timeout=<longer>"),
                false);
    }

    /** Takes the way that there is. */
    Taken take(Optional<Backup> backup, Optional<Rehearsal.Result> rehearsal) {
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
        Optional<String> locked = whyNotLocked();
        if (locked.isPresent()) {
            return notTaken(Result.FAILED, locked.get());
        }
        Optional<String> notByScripts = whyNotByScripts(rehearsal);
        if (notByScripts.isEmpty()) {
            ByScripts back = byScripts(rehearsal.orElseThrow());
            if (back.taken().isPresent()) {
                return back.taken().get();
            }
            locked = whyNotLocked();
            if (locked.isPresent()) {
                return halfWay(back.why() + "; " + locked.get());
            }
            notByScripts = Optional.of(back.why());
        }
        request.progress().detail("not taken back with " + retreat.means() + ": " + notByScripts.get());
        String history = request.project().defaultSchema();
        return new RestoreWayBack(this, writes.soFar(history, request.project().historyTableName()))
                .take(backup, notByScripts.get());
    }

    /** A restore would put in the database's place what another run may be working on. */
    private Taken halfWay(String why) {
        if (!reachable()) {
            return lost();
        }
        Optional<Version> now = version();
        String state = name() + " is at version " + words(now) + " (was " + words(plan.before())
                + "); taking it back was broken off, since " + why + ".";
        return new Taken(Result.FAILED, now, state, Optional.empty(), false);
    }

    /** Without the run lock another run may be at work, of which nothing must be taken back. */
    private Optional<String> whyNotLocked() {
        try {
            database.requireLock();
            return Optional.empty();
        } catch (BelayException e) {
            return Optional.of(e.problem().what() + ", and another run may have begun");
        }
    }

    private Optional<String> whyNotByScripts(Optional<Rehearsal.Result> rehearsal) {
        HistoryState history = database.migrations().history();
        Optional<String> why = retreat.whyNot(history, rehearsal);
        if (why.isPresent()) {
            return why;
        }
        try {
            List<String> lost = retreat.loss(history, rehearsal.orElseThrow(), writes.horizon())
                    .lost(eyes);
            return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
        } catch (SQLException e) {
            return Optional.of("the server does not say what was written since: " + e.getMessage());
        }
    }

    private boolean reachable() {
        try {
            database.migrations().history();
            return eyes.isValid((int) UndoRetreat.LOOK.toSeconds());
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
                PassingTrouble.isWhy(cause)
                        ? Optional.of("when the server is well again,  "
                                + (steps.allApplied()
                                        ? "mvn db:validate  tells whether all holds"
                                        : retreat.finish() + "  finishes it"))
                        : Optional.empty(),
                true);
    }

    /** The way back itself has come upon something unforeseen: what the run failed with comes first all the same. */
    Taken brokenOff(RuntimeException trouble) {
        Optional<String> seen = FreshLook.words(request);
        String state = name()
                + seen.map(version -> " is at version " + version).orElse(" does not say at which version it is")
                + " (was " + words(plan.before()) + "); taking it back has failed: "
                + Unforeseen.or(trouble).problem().what();
        return new Taken(Result.FAILED, FreshLook.version(request), state, Optional.empty(), true);
    }

    /**
     * Where the scripts of the other direction led.
     *
     * @param taken empty when one failed, or they did not bring the schema back
     * @param why then
     */
    private record ByScripts(Optional<Taken> taken, String why) {}

    private ByScripts byScripts(Rehearsal.Result rehearsal) {
        HistoryState history = database.migrations().history();
        WrittenSince loss = retreat.loss(history, rehearsal, writes.horizon());
        // again, where nobody can write any more behind the look
        writes.beforeEachScript(connection -> requireNone(loss, connection));
        String scripts =
                retreat.done(history).stream().map(HistoryEntry::script).collect(Collectors.joining(", "));
        steps.note(RunRecord.takingBack(scripts + " with " + retreat.means()));
        try {
            return steps.take(Step.WAY_BACK, () -> {
                Retreat.Taken taken = retreat.take(history);
                SchemaDiff diff = SchemaDiff.between(before.schema(), Before.schemaNow(eyes, database));
                if (!diff.isEmpty() && !diff.isColumnOrderOnly()) {
                    String why = "the " + retreat.means() + " did not bring the schema back";
                    return new RunSteps.Ended<>(
                            new ByScripts(Optional.empty(), why), StepReport.Result.FAILED, why, diff.lines());
                }
                String state = taken.sentence() + ". " + name() + " is at version " + words(plan.before())
                        + ", as before; no row or value that others wrote since was found that this would have lost.";
                return RunSteps.Ended.done(
                        new ByScripts(
                                Optional.of(new Taken(Result.ROLLED_BACK, version(), state, Optional.empty(), false)),
                                ""),
                        taken.words());
            });
        } catch (BelayException e) {
            return new ByScripts(
                    Optional.empty(),
                    "the " + retreat.means() + " failed: " + e.problem().what());
        }
    }

    private static void requireNone(WrittenSince loss, Connection connection) throws SQLException {
        List<String> lost = connection.getAutoCommit() ? loss.lost(connection) : loss.lostUnderLock(connection);
        if (!lost.isEmpty()) {
            throw new SQLException(String.join("; ", lost));
        }
    }

    private boolean unchanged() {
        try {
            return version().equals(plan.before())
                    && retreat.done(database.migrations().history()).isEmpty()
                    && database.migrations().history().failed().isEmpty()
                    && Before.schemaNow(eyes, database).equals(before.schema());
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
