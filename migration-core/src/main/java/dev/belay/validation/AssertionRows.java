package dev.belay.validation;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an assertion returned.
 *
 * @param rows at most {@link #SHOWN}, a line each
 * @param more whether there were others
 * @param verdict of a single row of one boolean column: its value, null counting as false; empty for all else
 */
record AssertionRows(List<String> rows, boolean more, Optional<Boolean> verdict) {

    /** How many rows are shown. */
    static final int SHOWN = 3;

    private static final int WIDTH = 60;

    /** What the server calls a column without a name. */
    private static final String UNNAMED = "?column?";

    static AssertionRows read(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        boolean judges = isVerdict(columns);
        var rows = new ArrayList<String>();
        boolean more = false;
        boolean first = false;
        while (result.next()) {
            if (rows.size() == SHOWN) {
                more = true;
                break;
            }
            first = rows.isEmpty() ? judges && result.getBoolean(1) : first;
            rows.add(line(result, columns));
        }
        return new AssertionRows(rows, more, judges && rows.size() == 1 ? Optional.of(first) : Optional.empty());
    }

    private static boolean isVerdict(ResultSetMetaData columns) throws SQLException {
        return columns.getColumnCount() == 1 && columns.getColumnTypeName(1).equals("bool");
    }

    Optional<Violation> violation(String place) {
        if (rows.isEmpty() || verdict.orElse(false)) {
            return Optional.empty();
        }
        if (verdict.isPresent()) {
            return Optional.of(new Violation(place, "does not return true", rows));
        }
        String count = more ? "more than " + SHOWN + " rows" : rows.size() + (rows.size() == 1 ? " row" : " rows");
        return Optional.of(new Violation(place, "returns " + count + ", and should return none", rows));
    }

    private static String line(ResultSet row, ResultSetMetaData columns) throws SQLException {
        var values = new ArrayList<String>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String value = row.getString(i);
            String label = columns.getColumnLabel(i);
            values.add((label.equals(UNNAMED) || isVerdict(columns) ? "" : label + " = ")
                    + (value == null ? "null" : cut(value)));
        }
        return String.join(", ", values);
    }

    private static String cut(String value) {
        String line = value.codePoints()
                .limit(WIDTH + 1L)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.codePointCount(0, line.length()) <= WIDTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDTH - 1)) + "…";
    }
}
