package dev.belay.migrate;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Statement;
import dev.belay.script.Version;
import java.sql.SQLException;
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
 * @param oneTransaction whether all scripts of the run share one (Flyway's group)
 */
record FailureReport(
        ApplyContext context,
        Where where,
        String goal,
        Supplier<Optional<HistoryState>> versionNow,
        boolean oneTransaction) {

    BelayException of(RuntimeException cause) {
        if (cause instanceof BelayException belay) {
            return belay;
        }
        Optional<StatementFailure> failure = context.failure();
        if (failure.isPresent() && failure.get().connectionLost()) {
            return new EnvironmentException(connectionLost(failure.get()), cause);
        }
        return new RefusalException(failure.map(this::statementFailed).orElseGet(() -> otherwise(cause)), cause);
    }

    private Problem statementFailed(StatementFailure failure) {
        PreparedScript script = failure.script();
        var details = new ArrayList<>(failure.details());
        String state;
        String next = "correct " + script.file().script() + ", then run  mvn db:" + goal + "  again";
        if (script.inTransaction()) {
            state = "The transaction was rolled back: nothing of "
                    + script.file().script() + " remains. " + othersOfThisRun() + position();
        } else {
            details.addAll(halfDone(failure));
            state = "The script cannot run in a transaction: what is listed as done stays done. " + othersOfThisRun()
                    + position();
            next = goal.equals("upgrade")
                    ? "undo by hand what is listed as done, correct the script, remove the failed row with"
                            + "  DELETE FROM " + where.historyTable()
                            + " WHERE NOT success;  then run  mvn db:upgrade  again"
                    : "undo or finish by hand what is listed as done, then run  mvn db:downgrade  again";
        }
        return new Problem(failure.headline(), details, Optional.of(state), next);
    }

    private List<String> halfDone(StatementFailure failure) {
        var lines = new ArrayList<String>();
        List<Statement> all = failure.script().statements();
        List<Statement> done = context.doneStatements();
        lines.add("done (" + done.size() + " of " + all.size() + " statements):");
        done.forEach(statement -> lines.add("  " + line(statement)));
        lines.add("failed:");
        lines.add("  " + line(failure.statement()));
        List<Statement> left = all.subList(Math.min(failure.statement().number(), all.size()), all.size());
        if (!left.isEmpty()) {
            lines.add("not run:");
            left.forEach(statement -> lines.add("  " + line(statement)));
        }
        return lines;
    }

    private static String line(Statement statement) {
        return statement.span().start() + "  " + dev.belay.parse.StatementSummary.of(statement);
    }

    private String othersOfThisRun() {
        int others = context.done().size();
        if (others == 0) {
            return "";
        }
        String scripts = others == 1
                ? context.done().get(0).script() + ", run before it,"
                : "What the " + others + " scripts before it did";
        if (oneTransaction && goal.equals("upgrade")) {
            return scripts + " was rolled back with it. ";
        }
        return scripts + (goal.equals("upgrade") ? " stays. " : " stays: those versions are taken back. ");
    }

    private String position() {
        return versionNow
                .get()
                .map(state -> where.database() + " is at "
                        + state.current()
                                .map(Version::toString)
                                .map(v -> "version " + v)
                                .orElse("no version") + ".")
                .orElse("The version of " + where.database() + " could not be read again.");
    }

    private Problem connectionLost(StatementFailure failure) {
        String script = failure.script().file().script();
        String state = failure.script().inTransaction()
                ? "The server rolls back the transaction of " + script + " when it notices. " + position()
                : script + " does not run in a transaction: what it did before stays, and its last statement may have"
                        + " ended or not. " + position();
        return new Problem(
                failure.headline() + ": the connection was lost",
                failure.details(),
                Optional.of(state),
                "when the server is back:  mvn db:current  then  mvn db:" + goal + "  again");
    }

    private Problem otherwise(RuntimeException cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        boolean fromServer = root instanceof SQLException;
        String what =
                context.current().map(script -> script.file().script() + ": ").orElse("")
                        + (fromServer ? root.getMessage() : firstLine(cause))
                        + (fromServer ? " (SQLSTATE " + ((SQLException) root).getSQLState() + ")" : "");
        return new Problem(
                what,
                List.of(),
                Optional.of(othersOfThisRun() + position()),
                "correct it, then run  mvn db:" + goal + "  again; -e shows the whole story");
    }

    private static String firstLine(RuntimeException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
