package dev.belay.generate;

import dev.belay.script.ScriptFile;
import dev.belay.undo.UndoScript;
import java.util.List;
import java.util.Optional;

/**
 * What leads from the migrated schema to the wanted one, tried.
 *
 * @param scripts in the order in which they run; empty when there is nothing to write
 * @param renames what keeps its rows under another name
 * @param candidates what could have been renames, and was taken for what goes and what comes
 * @param leftOut what would lose something, and was not allowed
 * @param remaining where the schema differs from the wanted one when all of this has run, a line each; only what nobody
 *     here knows how to write
 * @param columnOrder whether columns stand in another order than wanted, which PostgreSQL cannot change
 * @param server where it was tried, for people
 * @param notes what should be known although it ended well
 */
public record Generated(
        List<Script> scripts,
        List<Rename> renames,
        List<Rename> candidates,
        List<Loss> leftOut,
        List<String> remaining,
        boolean columnOrder,
        String server,
        List<String> notes) {

    public Generated {
        scripts = List.copyOf(scripts);
        renames = List.copyOf(renames);
        candidates = List.copyOf(candidates);
        leftOut = List.copyOf(leftOut);
        remaining = List.copyOf(remaining);
        notes = List.copyOf(notes);
    }

    /**
     * A versioned script with the one that takes it back.
     *
     * @param file the versioned script
     * @param statements how many there are in it
     * @param undo its undo script
     */
    public record Script(ScriptFile file, int statements, UndoScript undo) {}

    /**
     * A statement that would lose something.
     *
     * @param sql without semicolon
     * @param what it would lose; for one that only goes with others, that
     */
    public record Loss(String sql, String what) {}

    /** Names the scripts that are written. */
    @FunctionalInterface
    public interface Names {

        /**
         * {@return a script that is not on disk yet}
         *
         * @param number from 0
         * @param words what its name has behind the name that was given; empty for nothing
         */
        ScriptFile script(int number, String words, String text, Optional<String> conf);
    }
}
