package dev.belay.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of a column's type without an explicit cast, where the server has a cast for assignment. The explicit one
 * shortens text to the length of the new type without a word, and that for assignment fails (the manual, CREATE CAST and
 * Character Types). Where the server has no cast at all, values go by seconds since 1970 or by their text.
 */
final class TypeChanges {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".]+)";

    private static final Pattern TABLE =
            Pattern.compile("(?s)ALTER TABLE (?:ONLY )?(" + NAME + "(?:\\." + NAME + ")*)\\s.*");

    private static final Pattern CHANGE = Pattern.compile(
            "(ALTER COLUMN (" + NAME + ") TYPE ((.+?)(?: COLLATE \\S+)?)) USING \\2::\\4(?=,|\\s*$|\\s*/\\*)",
            Pattern.MULTILINE);

    /** cannot_coerce */
    private static final String NO_CAST = "42846";

    private static final Pattern MOMENT = Pattern.compile("(?:timestamp|date)\\b.*");

    private static final Pattern NUMBER = Pattern.compile("smallint|integer|bigint|numeric.*|real|double precision");

    private TypeChanges() {}

    /**
     * {@return the same statement, without those explicit casts that it does not need, and with another expression for those that the
     * server does not have} An empty table with a column of the same type is asked for each, and is gone afterwards.
     *
     * @param connection into a database in which the columns have their former types
     */
    static String plain(Connection connection, String sql) {
        Matcher table = TABLE.matcher(sql);
        return table.matches()
                ? CHANGE.matcher(sql)
                        .replaceAll(change -> Matcher.quoteReplacement(using(connection, table.group(1), change)))
                : sql;
    }

    private static String using(Connection connection, String table, MatchResult change) {
        String column = change.group(2);
        String type = change.group(3);
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(
                        "CREATE TEMPORARY TABLE belay_type AS SELECT " + column + " FROM " + table + " WHERE false");
                String alter = "ALTER TABLE pg_temp.belay_type ALTER COLUMN " + column + " TYPE " + type;
                if (refusal(statement, alter).isEmpty()) {
                    return change.group(1);
                }
                String cast = alter + " USING " + column + "::" + change.group(4);
                return refusal(statement, cast).filter(NO_CAST::equals).isPresent()
                        ? change.group(1) + " USING " + converted(statement, column, change.group(4))
                        : change.group();
            } catch (SQLException e) {
                // the column is not there yet
                return change.group();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }

    /** {@return the server's error code when it refuses the statement, after which it is as if it had not been sent} */
    private static Optional<String> refusal(java.sql.Statement statement, String sql) throws SQLException {
        Savepoint before = statement.getConnection().setSavepoint();
        try {
            statement.execute(sql);
            return Optional.empty();
        } catch (SQLException e) {
            statement.getConnection().rollback(before);
            return Optional.of(String.valueOf(e.getSQLState()));
        }
    }

    /** Text is what every type can be written as and read from (the manual, CREATE CAST: I/O conversion casts). */
    private static String converted(java.sql.Statement statement, String column, String type) throws SQLException {
        String from = formerType(statement, column);
        if (MOMENT.matcher(from).matches() && NUMBER.matcher(type).matches()) {
            return "extract(epoch FROM " + column + ")::" + type + " /* seconds since 1970: the server has no cast */";
        }
        if (NUMBER.matcher(from).matches() && MOMENT.matcher(type).matches()) {
            return "to_timestamp(" + column + ")::" + type + " /* from seconds since 1970: the server has no cast */";
        }
        return column + "::text::" + type + " /* the server has no cast: it fails where a text does not read as " + type
                + " */";
    }

    private static String formerType(java.sql.Statement statement, String column) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT pg_typeof(" + column + ") FROM pg_temp.belay_type RIGHT JOIN (SELECT 1) one ON true")) {
            row.next();
            return row.getString(1);
        }
    }
}
