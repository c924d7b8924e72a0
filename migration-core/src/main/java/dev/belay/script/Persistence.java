package dev.belay.script;

/** How long a table's rows live. */
public enum Persistence {
    PERMANENT,
    UNLOGGED,
    TEMPORARY
}
