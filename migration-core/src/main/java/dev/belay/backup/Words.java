package dev.belay.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code pg_dump} and {@code pg_restore} said of their failure, without the tables that went well before. */
final class Words {

    private static final Pattern PROGRESS = Pattern.compile(
            "^\\S*pg_(?:dump|restore)(?:\\.exe)?: (?!error|fatal|detail" + "|hint|warning|from TOC|while ).*");
    private static final Pattern OWN = Pattern.compile("^\\S*pg_(?:dump|restore)(?:\\.exe)?: .*");
    private static final int MOST = 12;

    private Words() {}

    /** The statement that failed is left out: it may hold a password, as CREATE USER MAPPING does. */
    static List<String> ofFailure(List<String> said) {
        List<String> lines = new ArrayList<>();
        boolean command = false;
        for (String line : said) {
            command = line.startsWith("Command was:")
                    || command && !OWN.matcher(line).matches();
            if (!command && !line.isBlank() && !PROGRESS.matcher(line).matches()) {
                lines.add(line);
            }
        }
        return lines.size() > MOST ? lines.subList(0, MOST) : lines;
    }
}
