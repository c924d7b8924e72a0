package dev.belay.migrate;

/** Values written into SQL text, such that they are read the same with whatever settings a script has left behind. */
final class SqlText {

    private SqlText() {}

    /** {@return a statement with its {@code ?} replaced, in order, by values: texts, numbers, truth values, nulls} */
    static String bind(String sql, Object... values) {
        var text = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int mark = sql.indexOf('?', from);
            text.append(sql, from, mark).append(literal(value));
            from = mark + 1;
        }
        return text.append(sql, from, sql.length()).toString();
    }

    static String literal(Object value) {
        if (value == null) {
            return "NULL";
        }
        return value instanceof String text ? literal(text) : value.toString().toUpperCase(java.util.Locale.ROOT);
    }

    private static String literal(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return dollarQuoted(text);
        }
        String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
        // a plain literal with a backslash means another thing when standard_conforming_strings is off
        return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
    }

    /** {@return the text between dollar quotes, in which nothing has a meaning to psql or the server} */
    static String dollarQuoted(String text) {
        String tag = "$belay";
        for (int i = 1; text.contains(tag); i++) {
            tag = "$belay" + i;
        }
        return tag + "$" + text + tag + "$";
    }
}
