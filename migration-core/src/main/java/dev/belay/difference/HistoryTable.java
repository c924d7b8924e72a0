package dev.belay.difference;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flyway's history table, which is no part of a schema. */
public final class HistoryTable {

    private static final Pattern QUALIFIED = Pattern.compile("\"((?:[^\"]|\"\")+)\"\\.\"((?:[^\"]|\"\")+)\"");

    private HistoryTable() {}

    /**
     * {@return its name, qualified and not quoted, as pgCodeKeeper asks for it}
     *
     * @param quoted its name, qualified and quoted
     */
    public static String plain(String quoted) {
        Matcher table = QUALIFIED.matcher(quoted);
        return table.matches() ? bare(table.group(1)) + "." + bare(table.group(2)) : quoted;
    }

    private static String bare(String quoted) {
        return quoted.replace("\"\"", "\"");
    }
}
