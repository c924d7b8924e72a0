package dev.belay.trace.model;

import java.util.Optional;

/**
 * An error, warning or notice of the server's.
 *
 * @param severity the server's word, such as {@code ERROR}, {@code WARNING}, {@code NOTICE}
 * @param sqlState five characters
 * @param text its first line
 * @param detail empty when the server sent none
 * @param hint empty when the server sent none
 * @param position UTF-16 units from the start of {@link dev.belay.script.Statement#sql()}, from 0; empty when the server
 *     named no place in it
 */
public record ServerMessage(
        String severity,
        String sqlState,
        String text,
        Optional<String> detail,
        Optional<String> hint,
        Optional<Integer> position) {}
