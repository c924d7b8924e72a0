package dev.belay.trace.model;

import java.util.List;
import java.util.Optional;

/**
 * What the pending scripts did on a scratch database on which the history had been replayed.
 *
 * @param server for people: {@code PostgreSQL 17.11, embedded}
 * @param major the server's major version
 * @param scripts in the order in which they ran
 * @param before the catalogue before the first of them
 * @param after the catalogue after the last of them
 * @param incomplete why not all of them ran, for people; empty when all did
 */
public record Trace(
        String server,
        int major,
        List<ScriptTrace> scripts,
        Catalogue before,
        Catalogue after,
        Optional<String> incomplete) {

    public Trace {
        scripts = List.copyOf(scripts);
    }

    /** {@return the trace of a script; empty when it did not run} */
    public Optional<ScriptTrace> script(String script) {
        return scripts.stream().filter(each -> each.script().equals(script)).findFirst();
    }
}
