package dev.belay.migrate;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.PassingTrouble;
import dev.belay.script.Statement;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * From an exception in the middle of a run to what a person needs to know: what failed, what was done and stays, what to
 * do.
 *
 * @param context how far the run came
 * @param where the database and its history table
 * @param goal upgrade or downgrade
 * @param versionNow asks the database again; empty when it does not answer
 * @param invalidIndexes asks the database for the indexes that are not valid
 * @param oneTransaction whether all scripts of the run share one (Flyway's group)
 */
record FailureReport(
        ApplyContext context,
        Where where,
        String goal,
        Supplier<Optional<HistoryState>> versionNow,
        Supplier<List<String>> invalidIndexes,
        boolean oneTransaction) {

    BelayException of(RuntimeException cause) {
        if (cause instanceof BelayException belay) {
            return context.notBegun().map(script -> notBegun(script, belay)).orElseGet(() -> withState(belay));
        }
        Optional<HistoryState> now = versionNow.get();
        Optional<StatementFailure> failure = context.failure();
        if (failure.isPresent() && failure.get().connectionLost()) {
            return new EnvironmentException(
                    connectionLost(failure.get(), now), new ApplyFailure(Optional.empty(), again(), cause));
        }
        Optional<ApplyContext.Ran> open = context.current().or(() -> notCommitted(now));
        var behind = new ApplyFailure(correction(failure, new OtherFailure(cause, open)), again(), cause);
        return new RefusalException(
                failure.map(statement -> statementFailed(statement, now, behind))
                        .orElseGet(() -> otherwise(open, now, behind)),
                behind);
    }

    private Optional<String> correction(Optional<StatementFailure> failure, OtherFailure other) {
        if (PassingTrouble.isWhy(failure.<Exception>map(StatementFailure::cause).orElse(other.cause()))) {
            return Optional.empty();
        }
        if (failure.filter(StatementFailure::refusedInTransaction).isPresent()) {
            return Optional.of("write  executeInTransaction=false  into "
                    + failure.get().script().file().script() + ".conf");
        }
        return Optional.of("correct " + failure.map(StatementFailure::location).orElseGet(other::culprit));
    }

    private String again() {
        return "mvn db:" + goal + context.retypedTarget();
    }

    /** What to do when nothing of the script that failed stays. */
    private static String next(ApplyFailure failure, boolean outOfTime) {
        return failure.correction()
                .map(first -> first + ", then run  " + failure.again() + "  again")
                .orElse("run  " + failure.again()
                        + (outOfTime ? " -Ddb.timeout=<longer>  to give it more time" : "  again")
                        + "; nothing in the script has to be corrected");
    }

    /** What was thrown while scripts were read does not know that nothing had run yet. */
    private BelayException withState(BelayException refusal) {
        boolean begun = context.current().isPresent() || !context.done().isEmpty();
        return begun || refusal.problem().state().isPresent() || !(refusal instanceof RefusalException)
                ? refusal
                : refusal.saying(refusal.problem().withState("The database is unchanged."));
    }

    /** A script was not let begin: what ran before it stays, and that is no fault of any script. */
    private BelayException notBegun(String script, BelayException why) {
        Problem problem = why.problem();
        return new EnvironmentException(
                new Problem(
                        problem.what(),
                        problem.details(),
                        Optional.of(script + " was not begun. " + others(context.done()) + position(versionNow.get())),
                        problem.next() + "  ; what is left is done by  " + again()),
                why);
    }

    private Problem statementFailed(StatementFailure failure, Optional<HistoryState> now, ApplyFailure behind) {
        PreparedScript script = failure.script();
        var details = new ArrayList<>(failure.details());
        if (script.inTransaction()) {
            return new Problem(
                    failure.headline(),
                    details,
                    Optional.of(rolledBack(script.file().script()) + others(context.done()) + position(now)),
                    next(behind, PassingTrouble.isTimeOver(failure.cause())));
        }
        details.addAll(halfDone(failure));
        return new Problem(
                failure.headline(),
                details,
                Optional.of("The script cannot run in a transaction: what is listed as done stays done. "
                        + others(context.done()) + position(now)),
                goal.equals("upgrade")
                        ? "undo by hand what is listed as done, "
                                + behind.correction().map(first -> first + ", ").orElse("")
                                + "remove the failed row with"
                                + "  DELETE FROM " + where.historyTable()
                                + " WHERE NOT success;  then run  mvn db:upgrade" + context.retypedTarget() + "  again"
                        : halfUndone(script, now));
    }

    /** What is done already would fail when it is run again: so either all of it is put back, or the rest is done, too. */
    private String halfUndone(PreparedScript script, Optional<HistoryState> now) {
        Optional<Version> undone = script.file().name().version();
        Optional<String> below = now.map(state -> state.inForce().stream()
                .flatMap(entry -> entry.version().flatMap(Version::parse).stream())
                .filter(version -> undone.isPresent() && version.compareTo(undone.get()) < 0)
                .max(Version::compareTo)
                .map(Version::toString)
                .orElse("base"));
        String downgrade = "run  mvn db:downgrade" + context.retypedTarget() + "  again";
        return below.map(version -> "finish by hand what is listed as failed and not run, record that with"
                        + "  mvn db:stamp -Ddb.target=" + version
                        + (version.equals("base") ? "" : "  and, if that is not yet far enough, " + downgrade)
                        + "; or put back by hand what is listed as done, correct the script and " + downgrade)
                .orElse("put back by hand what is listed as done, correct the script, then " + downgrade);
    }

    private static String rolledBack(String script) {
        return "The transaction was rolled back: nothing of " + script + " remains. ";
    }

    private List<String> halfDone(StatementFailure failure) {
        var lines = new ArrayList<String>();
        List<Statement> all = failure.script().statements();
        List<Statement> done = context.doneStatements();
        if (!done.isEmpty()) {
            lines.add("done (" + done.size() + " of " + all.size() + " statements):");
            done.forEach(statement -> lines.add("  " + line(statement)));
        }
        lines.add("failed:");
        lines.add("  " + line(failure.statement()));
        List<Statement> left = all.subList(Math.min(failure.statement().number(), all.size()), all.size());
        if (!left.isEmpty()) {
            lines.add("not run:");
            left.forEach(statement -> lines.add("  " + line(statement)));
        }
        lines.addAll(InvalidIndexes.lines(invalidIndexes.get()));
        return lines;
    }

    /** {@return a statement's place and first words} */
    static String line(Statement statement) {
        return statement.span().start() + "  " + dev.belay.parse.StatementSummary.of(statement);
    }

    private String others(List<ApplyContext.Ran> done) {
        int others = done.size();
        if (others == 0) {
            return "";
        }
        String scripts = others == 1
                ? done.get(0).script() + ", run before it,"
                : "What the " + others + " scripts before it did";
        if (oneTransaction && goal.equals("upgrade")) {
            return scripts + " was rolled back with it. ";
        }
        return scripts + (goal.equals("upgrade") ? " stays. " : " stays: those versions are taken back. ");
    }

    private String position(Optional<HistoryState> now) {
        return now.map(state -> where.database() + " is at "
                        + state.current()
                                .map(Version::toString)
                                .map(v -> "version " + v)
                                .orElse("no version") + ".")
                .orElse("The version of " + where.database() + " could not be read again.");
    }

    private Problem connectionLost(StatementFailure failure, Optional<HistoryState> now) {
        String script = failure.script().file().script();
        var details = new ArrayList<>(failure.details());
        String state;
        if (failure.script().inTransaction()) {
            state = "The server rolls back the transaction of " + script + " when it notices. ";
        } else {
            details.addAll(halfDone(failure));
            state = script + " does not run in a transaction: what it did before stays, and its last statement may have"
                    + " ended or not. ";
        }
        return new Problem(
                failure.headline() + ": the connection was lost",
                details,
                Optional.of(state + others(context.done()) + position(now)),
                "when the server is back:  mvn db:current  then  " + again() + "  again");
    }

    private Problem otherwise(Optional<ApplyContext.Ran> open, Optional<HistoryState> now, ApplyFailure behind) {
        var failure = new OtherFailure((RuntimeException) behind.getCause(), open);
        List<ApplyContext.Ran> before = context.done().stream()
                .filter(ran -> !open.equals(Optional.of(ran)))
                .toList();
        String state = open.map(script -> script.inTransaction()
                        ? rolledBack(script.script())
                        : script.script() + " does not run in a transaction: what it did stays. ")
                .orElse("");
        return new Problem(
                failure.headline(),
                failure.details(),
                Optional.of(state + others(before) + position(now)),
                next(behind, false) + "; -e shows the whole story");
    }

    /** All statements of the last script have run, and yet it is not in the history: its transaction has failed. */
    private Optional<ApplyContext.Ran> notCommitted(Optional<HistoryState> now) {
        List<ApplyContext.Ran> done = context.done();
        return done.stream()
                .skip(Math.max(0, done.size() - 1))
                .filter(last -> goal.equals("upgrade") && now.isPresent())
                .filter(last -> now.get().pending().stream()
                        .anyMatch(entry -> entry.script().equals(last.script())))
                .findFirst();
    }
}
