package dev.belay.generate;

/**
 * A file of SQL that describes the wanted schema, or a part of it.
 *
 * @param name for messages
 * @param text as it is in the file; what {@code pg_dump --schema-only} writes is welcome
 */
public record WantedFile(String name, String text) {}
