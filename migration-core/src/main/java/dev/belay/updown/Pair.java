package dev.belay.updown;

import dev.belay.migrate.DirectScripts;
import dev.belay.migrate.PreparedScript;
import dev.belay.script.ScriptFile;
import dev.belay.trace.SqlWords;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A script and what takes it back.
 *
 * @param up the script
 * @param undo its undo script; empty when there is none
 */
public record Pair(ScriptFile up, Optional<ScriptFile> undo) {

    String script() {
        return up.script();
    }

    /** {@return whether both can be tried in one transaction that is rolled back} */
    boolean fitsInTransaction(DirectScripts scripts) {
        return Stream.concat(Stream.of(up), undo.stream()).map(scripts::prepare).allMatch(Pair::isPlain);
    }

    private static boolean isPlain(PreparedScript script) {
        return script.inTransaction() && script.statements().stream().noneMatch(SqlWords::controlsTransaction);
    }
}
