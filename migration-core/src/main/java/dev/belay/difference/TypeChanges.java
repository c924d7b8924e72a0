package dev.belay.difference;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of a column's type without an explicit cast, where the server has a cast for assignment. The explicit one
 * shortens text to the length of the new type without a word, and that for assignment fails (the manual, CREATE CAST and
 * Character Types).
 */
final class TypeChanges {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\".]+)";

    private static final Pattern TABLE =
            Pattern.compile("(?s)ALTER TABLE (?:ONLY )?(" + NAME + "(?:\\." + NAME + ")*)\\s.*");

    private static final Pattern CHANGE = Pattern.compile(
            "(ALTER COLUMN (" + NAME + ") TYPE ((.+?)(?: COLLATE \\S+)?)) USING \\2::\\4(?=,|\\s*$|\\s*/\\*)",
            Pattern.MULTILINE);

    private TypeChanges() {}

    /**
     * {@return the same statement, without those explicit casts that it does not need} An empty table with a column of the same type is
     * asked for each, and is gone afterwards.
     *
     * @param connection into a database in which the columns have their former types
     */
    static String plain(Connection connection, String sql) {
        Matcher table = TABLE.matcher(sql);
        return table.matches()
                ? CHANGE.matcher(sql)
                        .replaceAll(change -> Matcher.quoteReplacement(
                                isAssigned(connection, table.group(1), change.group(2), change.group(3))
                                        ? change.group(1)
                                        : change.group()))
                : sql;
    }

    private static boolean isAssigned(Connection connection, String table, String column, String type) {
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(
                        "CREATE TEMPORARY TABLE belay_type AS SELECT " + column + " FROM " + table + " WHERE false");
                statement.execute("ALTER TABLE pg_temp.belay_type ALTER COLUMN " + column + " TYPE " + type);
                return true;
            } catch (SQLException e) {
                // the column or its new type is not there yet, or the server knows no such cast
                return false;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }
}
