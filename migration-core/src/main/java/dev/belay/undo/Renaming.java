package dev.belay.undo;

import java.util.Optional;

/**
 * A rename of a versioned script.
 *
 * @param undo the statement that takes it back, without semicolon
 * @param redo the statement that does it again
 * @param aside how to free the former name, where the script has given it to something new; empty where that is not known
 */
record Renaming(String undo, String redo, Optional<Renaming> aside) {

    Renaming(String undo, String redo) {
        this(undo, redo, Optional.empty());
    }
}
