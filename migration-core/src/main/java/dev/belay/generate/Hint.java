package dev.belay.generate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody's word that something has got another name, and is not one that goes and one that comes.
 *
 * @param from what it is called in the migrated schema: {@code table}, {@code schema.table}, {@code table.column} or
 *     {@code schema.table.column}
 * @param to what it is called in the wanted one, in the same form or without what it is part of
 * @param where it was said, for messages
 */
public record Hint(String from, String to, String where) {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\"(,;.]+)";
    private static final String NAMES = NAME + "(?:\\." + NAME + ")*";

    private static final Pattern REMARK = Pattern.compile("(?i)^\\s*--\\s*db:renamed\\s+from\\s+(" + NAMES + ")\\s*$");
    private static final Pattern TABLE = Pattern.compile(
            "(?i)^\\s*CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(" + NAMES + ").*");
    private static final Pattern COLUMN = Pattern.compile("^\\s*(" + NAME + ")\\s.*");

    /**
     * {@return what the parameter {@code db.renames} says}
     *
     * @param text {@code users.name:users.full_name,old_table:new_table}
     * @throws RefusalException when it says nothing of that kind
     */
    public static List<Hint> parse(String text) {
        var hints = new ArrayList<Hint>();
        for (String one : text.split(",")) {
            String[] names = one.strip().split(":");
            if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
                throw new RefusalException(Problem.of(
                        "db.renames has \"" + one.strip() + "\", which is no rename. No file was made.",
                        "Write old:new, with commas between several: users.name:users.full_name,old_table:new_table"));
            }
            hints.add(new Hint(names[0].strip(), names[1].strip(), "db.renames"));
        }
        return hints;
    }

    /** {@return what comments in the file say: {@code -- db:renamed from old} above a CREATE TABLE or a column in one} */
    static List<Hint> in(WantedFile file) {
        var hints = new ArrayList<Hint>();
        List<String> lines = file.text().lines().toList();
        String table = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher begun = TABLE.matcher(lines.get(i));
            if (begun.matches()) {
                table = begun.group(1);
            }
            Matcher remark = REMARK.matcher(lines.get(i));
            if (remark.matches()) {
                hints.add(of(remark.group(1), below(lines, i), table, file.name() + ":" + (i + 1)));
            }
        }
        return hints;
    }

    private static String below(List<String> lines, int remark) {
        return lines.stream()
                .skip(remark + 1L)
                .filter(line -> !line.isBlank() && !line.strip().startsWith("--"))
                .findFirst()
                .orElse("");
    }

    private static Hint of(String from, String below, String table, String where) {
        Matcher created = TABLE.matcher(below);
        if (created.matches()) {
            return new Hint(from, created.group(1), where);
        }
        Matcher column = COLUMN.matcher(below + " ");
        if (table.isEmpty() || !column.matches()) {
            throw new RefusalException(Problem.of(
                    where + ": db:renamed stands above neither CREATE TABLE nor a column in one. No file was made.",
                    "Put it on the line above what has got another name."));
        }
        return new Hint(table + "." + from, table + "." + column.group(1), where);
    }
}
