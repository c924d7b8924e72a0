package dev.belay.undo;

import dev.belay.script.ScriptFile;
import java.util.List;
import java.util.Optional;

/**
 * An undo script that was written and tried.
 *
 * @param versioned what it takes back
 * @param text all of the file
 * @param conf the text of its {@code .conf}; empty when it needs none
 * @param statements how many there are in it
 * @param trial what became of it when it was tried
 * @param remarks what it cannot bring back, a sentence each
 */
public record UndoScript(
        ScriptFile versioned, String text, Optional<String> conf, int statements, Trial trial, List<String> remarks) {

    public UndoScript {
        remarks = List.copyOf(remarks);
    }
}
