package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.ParsedScript;
import dev.belay.parse.SessionReset;
import dev.belay.parse.StatementSummary;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import java.util.List;

/**
 * A script, read and split, ready to run.
 *
 * @param file where it comes from
 * @param text as it was in the file
 * @param parsed its statements and their places
 * @param inTransaction whether all of it runs in one transaction, its history row included
 */
public record PreparedScript(ScriptFile file, String text, ParsedScript parsed, boolean inTransaction) {

    /** {@return its statements, in the order of the file} */
    public List<Statement> statements() {
        return parsed.statements();
    }

    /** {@return whether it holds both statements that PostgreSQL refuses in a transaction and others} */
    public boolean mixed() {
        long autocommitOnly =
                statements().stream().filter(Statement::autocommitOnly).count();
        return autocommitOnly > 0 && autocommitOnly < statements().size();
    }

    /**
     * Refuses scripts after which the run could not go on.
     *
     * @throws RefusalException naming the first place
     */
    static void refuseSessionReset(List<PreparedScript> scripts) {
        for (PreparedScript script : scripts) {
            script.statements().stream().filter(SessionReset::is).findFirst().ifPresent(statement -> {
                throw new RefusalException(Problem.of(
                                script.file().script() + ":" + statement.span().start() + ": "
                                        + StatementSummary.of(statement)
                                        + " drops the lock that keeps two runs apart",
                                "RESET the parameter, DEALLOCATE or DROP what is meant, instead")
                        .withState("The database is unchanged."));
            });
        }
    }

    /** {@return what people should know of how these scripts ran} */
    static List<String> warnings(List<PreparedScript> scripts) {
        return scripts.stream()
                .filter(script -> !script.inTransaction() && script.mixed())
                .map(script -> script.file().script()
                        + " runs without a transaction because one of its statements cannot run in one; if it fails"
                        + " half-way, what was done stays. Put that statement in a script of its own.")
                .toList();
    }
}
