package dev.belay.script;

import java.util.Optional;

/**
 * What a script's file name says.
 *
 * @param type what the script is for
 * @param version the version of a versioned or undo script, else empty
 * @param description the words of the name, with spaces; for a callback the event and, behind a blank, its description
 * @param fileName the name itself, such as {@code V7__add_roles.sql}
 */
public record ScriptName(ScriptType type, Optional<Version> version, String description, String fileName) {}
