package dev.belay.script;

import java.util.Optional;

/**
 * One SQL statement of a script.
 *
 * @param number its place among the script's statements, from 1
 * @param span where it stands in the script's text as written in the file, from its first token up to but without the
 *     semicolon; comments before it do not belong to it
 * @param source its text as written in the file
 * @param sql its text as it is sent to the server: placeholders replaced, without the semicolon
 * @param autocommitOnly whether PostgreSQL refuses it inside a transaction block (CREATE INDEX CONCURRENTLY, VACUUM, ...)
 * @param copyData the lines that follow a {@code COPY ... FROM STDIN}, without the closing {@code \.}
 */
public record Statement(
        int number, Span span, String source, String sql, boolean autocommitOnly, Optional<String> copyData) {}
