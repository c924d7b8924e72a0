package dev.belay.analysis;

import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.util.List;
import java.util.Optional;

/** Says of every statement what the judgement of it rests on. */
public final class CheckedScripts {

    private CheckedScripts() {}

    /** {@return the scripts of an analysis, in its order, with what was observed} */
    public static List<CheckedScript> of(Analyzer.Analysis analysis, Optional<Trace> trace) {
        return analysis.readings().stream().map(reading -> of(reading, trace)).toList();
    }

    private static CheckedScript of(ScriptReading reading, Optional<Trace> trace) {
        return new CheckedScript(
                reading.script().script(),
                reading.script().location(),
                reading.inTransaction(),
                reading.text(),
                reading.parsed().statements().stream()
                        .map(statement -> of(reading, statement, trace))
                        .toList());
    }

    private static CheckedStatement of(ScriptReading reading, Statement statement, Optional<Trace> trace) {
        Optional<StatementTrace> seen = trace.flatMap(
                        all -> all.script(reading.script().script()))
                .flatMap(script -> script.statement(statement.number()))
                .filter(one -> one.end() != StatementTrace.End.NOT_RUN);
        Basis basis = seen.isPresent()
                ? Basis.TRACED
                : reading.kind(statement) instanceof StatementKind.Opaque ? Basis.OPAQUE : Basis.READ;
        return new CheckedStatement(statement.number(), statement.span(), basis, seen);
    }
}
