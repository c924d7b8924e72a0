package dev.belay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of what {@code pg_dump} writes for {@code psql} what any session can run. Entries begin with a comment that says
 * what they are (pg_backup_archiver.c, _printTocEntry).
 */
final class DumpText {

    private static final Pattern ENTRY = Pattern.compile("-- Name: .*; Type: ([A-Z ]+); Schema: .*; Owner: .*");

    /** What psql is told so that it obeys no commands in the data: a word that is another each time. */
    private static final Pattern RESTRICT = Pattern.compile("\\\\(?:un)?restrict [A-Za-z0-9]+");

    private static final Pattern CONNECT = Pattern.compile("\\\\connect .*");

    /** They belong to the session that runs it: no limit of its own is to be taken from it. */
    private static final Pattern TIMEOUT = Pattern.compile("SET [a-z_]+_timeout = .*;");

    /** Who has granted something: only a superuser could say so, and nothing depends on it. */
    private static final Pattern GRANTOR = Pattern.compile("(?:RE)?SET SESSION AUTHORIZATION.*;");

    /** They hold passwords of other servers, which nothing that is only tried shall reach. */
    private static final String USER_MAPPING = "USER MAPPING";

    /** What the beginning of a dump sets. */
    private static final List<String> CHANGED = List.of(
            "search_path",
            "check_function_bodies",
            "xmloption",
            "client_min_messages",
            "row_security",
            "default_tablespace",
            "default_table_access_method");

    private DumpText() {}

    /** {@return statements only, at whose end the session's settings are its own again} */
    static String clean(String dump) {
        List<String> kept = new ArrayList<>();
        String type = "";
        boolean begun = false;
        for (String line : dump.split("\n", -1)) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                type = entry.group(1);
                begun = true;
            }
            if (!isLeftOut(line, type, begun)) {
                kept.add(line);
            }
        }
        CHANGED.forEach(setting -> kept.add("RESET " + setting + ";"));
        return String.join("\n", kept) + "\n";
    }

    /** Lines of function bodies are never looked at: from the first entry on only those of privileges and mappings are. */
    private static boolean isLeftOut(String line, String type, boolean begun) {
        if (RESTRICT.matcher(line).matches()) {
            return true;
        }
        if (!begun) {
            return TIMEOUT.matcher(line).matches() || CONNECT.matcher(line).matches();
        }
        return type.equals(USER_MAPPING)
                || type.endsWith("ACL") && GRANTOR.matcher(line).matches();
    }
}
