package dev.belay.rehearsal;

import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.postgres.TableSize;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the trace of a rehearsal says of scripts, with places in these.
 *
 * @param scripts finds a script by the name that the trace has it under
 * @param project reads them
 * @param sizes how large the tables were before
 */
record TracedScripts(Function<String, ScriptFile> scripts, MigrationProject project, List<TableSize> sizes) {

    /** {@return what failed or was not run, a line each} */
    List<String> failures(Trace trace) {
        return Stream.concat(trace.scripts().stream().flatMap(this::failed), trace.incomplete().stream())
                .toList();
    }

    private Stream<String> failed(ScriptTrace script) {
        return script.statements().stream()
                .filter(statement -> !statement.ran())
                .map(statement -> place(script, statement) + ": "
                        + statement
                                .error()
                                .map(error -> error.text() + " (SQLSTATE " + error.sqlState() + ")")
                                .orElse("was not run"));
    }

    private String place(ScriptTrace script, StatementTrace statement) {
        return script.script() + ":"
                + statement(script.script(), statement.number()).span().start();
    }

    /** {@return how long tables that were there before were locked} */
    List<LockTime> locks(Trace trace) {
        return new LockTimes(this::statement, table -> rows(table.toString())).of(trace);
    }

    private Statement statement(String script, int number) {
        return project.read(scripts.apply(script)).statements().get(number - 1);
    }

    private long rows(String table) {
        return sizes.stream()
                .filter(size -> size.table().toString().equals(table))
                .mapToLong(TableSize::rows)
                .findFirst()
                .orElse(-1);
    }
}
