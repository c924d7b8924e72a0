package dev.belay.outcome;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which undo scripts were written.
 *
 * @param scripts those that were missing, in the order of versions
 * @param dryRun whether they were only shown, and no file was made
 * @param notes what should be known although it ended well
 */
public record UndoOutcome(List<Script> scripts, boolean dryRun, List<String> notes) {

    public UndoOutcome {
        scripts = List.copyOf(scripts);
        notes = List.copyOf(notes);
    }

    /**
     * What became of one when it was tried: down, compared with the schema before, and up again.
     *
     * <ul>
     *   <li>{@code EXACT}: the schema is what it was;
     *   <li>{@code COLUMN_ORDER}: but for the places of columns;
     *   <li>{@code DIFFERS}: it is not; the file says so at its top;
     *   <li>{@code NOT_UP_AGAIN}: the versioned script does not run again; no file is made, nor for what follows;
     *   <li>{@code LOSES_ROWS}: it would drop what holds rows before and after the versioned script;
     *   <li>{@code FAILS}: the server refuses it.
     * </ul>
     */
    public enum Result {
        EXACT,
        COLUMN_ORDER,
        DIFFERS,
        NOT_UP_AGAIN,
        LOSES_ROWS,
        FAILS;

        /** {@return whether somebody may rely on the script} */
        public boolean isGood() {
            return this == EXACT || this == COLUMN_ORDER;
        }

        /** {@return whether there is a file of it} */
        public boolean isWritten() {
            return isGood() || this == DIFFERS;
        }
    }

    /**
     * An undo script.
     *
     * @param version as it is written in the versioned script's name
     * @param script the versioned script, as the history names it
     * @param result what became of it
     * @param files absolute: the script, and its {@code .conf} where it needs one; empty when none was made
     * @param statements how many there are in it
     * @param differences between the schema before the versioned script and that after the undo script, a line each
     * @param error why it failed, or the versioned script did; empty when neither did
     * @param remarks what it cannot bring back
     * @param text of the file
     */
    public record Script(
            String version,
            String script,
            Result result,
            List<Path> files,
            int statements,
            List<String> differences,
            Optional<String> error,
            List<String> remarks,
            String text) {

        public Script {
            files = List.copyOf(files);
            differences = List.copyOf(differences);
            remarks = List.copyOf(remarks);
        }
    }

    /** {@return how many ended so} */
    public long count(Result result) {
        return scripts.stream().filter(script -> script.result() == result).count();
    }
}
