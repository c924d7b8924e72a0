package dev.belay.script;

/**
 * A part of {@link Statement#sql()}.
 *
 * @param start UTF-16 code units from the start of the statement, from 0
 * @param end behind the last one
 */
public record SqlRange(int start, int end) {

    /** {@return the part of {@code sql} that it covers} */
    public String of(String sql) {
        return sql.substring(start, end);
    }
}
