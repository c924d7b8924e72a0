package dev.belay.script;

/**
 * A statement inside the code of a DO block or of a function.
 *
 * @param range where it stands in {@link Statement#sql()} of the statement that holds the code
 * @param kind what it does when the code comes to it
 */
public record InnerStatement(SqlRange range, StatementKind kind) {}
