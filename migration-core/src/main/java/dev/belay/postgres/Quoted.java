package dev.belay.postgres;

/** Names and texts as SQL writes them, whatever is in them (sql-syntax-lexical). */
public final class Quoted {

    private Quoted() {}

    /** An identifier in quotes, whether it needs them or not. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Right whatever {@code standard_conforming_strings} says. */
    public static String text(String text) {
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted;
    }

    /** A value in a connection string of libpq (libpq-connect, Keyword/Value Connection Strings). */
    public static String parameter(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
