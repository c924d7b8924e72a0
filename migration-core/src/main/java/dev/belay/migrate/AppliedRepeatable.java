package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import java.util.Optional;

/**
 * A repeatable script as a row of the history has it.
 *
 * @param description the words of its name
 * @param script its path, as the history names it
 * @param checksum of the row, as Flyway calculates it: placeholders replaced
 * @param text what was applied then
 */
public record AppliedRepeatable(String description, String script, Optional<Integer> checksum, ScriptFile text) {}
