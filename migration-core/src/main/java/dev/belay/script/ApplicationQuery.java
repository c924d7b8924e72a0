package dev.belay.script;

/**
 * A query that the running application sends.
 *
 * @param sql one statement, without a semicolon; parameters are {@code $1}, {@code $2}, ...
 * @param place where it is from, for people: {@code queries/orders.sql:12}, {@code pg_stat_statements}
 */
public record ApplicationQuery(String sql, String place) {}
