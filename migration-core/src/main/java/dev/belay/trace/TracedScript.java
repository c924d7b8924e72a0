package dev.belay.trace;

import dev.belay.migrate.PreparedScript;
import dev.belay.script.Statement;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A script that is being traced. */
final class TracedScript {

    private final PreparedScript script;
    private final List<StatementTrace> statements = new ArrayList<>();

    TracedScript(PreparedScript script) {
        this.script = script;
    }

    void add(StatementTrace trace) {
        statements.add(trace);
    }

    /** {@return the trace; statements that it did not come to are marked so} */
    ScriptTrace finish() {
        List<Statement> all = script.statements();
        for (int i = statements.size(); i < all.size(); i++) {
            statements.add(Observation.ended(all.get(i), StatementTrace.End.NOT_RUN, Optional.empty(), Duration.ZERO));
        }
        return new ScriptTrace(script.file().script(), script.inTransaction(), statements);
    }
}
