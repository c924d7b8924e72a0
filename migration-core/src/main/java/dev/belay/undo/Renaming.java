package dev.belay.undo;

/**
 * A rename of a versioned script.
 *
 * @param undo the statement that takes it back, without semicolon
 * @param redo the statement that does it again
 */
record Renaming(String undo, String redo) {}
