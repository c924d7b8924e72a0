package dev.belay.script;

/** What a script is for. */
public enum ScriptType {
    /** Applied once, in order of version. */
    VERSIONED,
    /** Takes back the versioned script of the same version. */
    UNDO,
    /** Applied again whenever its text changes. */
    REPEATABLE,
    /** Run at an event such as {@code beforeMigrate}. */
    CALLBACK
}
