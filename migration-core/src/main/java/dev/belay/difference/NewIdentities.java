package dev.belay.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns that are added and then become identities: in one statement, so that rows that are there are numbered. */
final class NewIdentities {

    private static final String COLUMN = "(\"(?:[^\"]|\"\")+\"|\\S+)";

    private static final Pattern ADDED =
            Pattern.compile("(?s)ALTER TABLE (?:ONLY )?(.+?)\\s+ADD COLUMN " + COLUMN + " [^,]+ NOT NULL");

    private static final Pattern IDENTITY = Pattern.compile("(?s)ALTER TABLE (?:ONLY )?(.+?)\\s+ALTER COLUMN " + COLUMN
            + " ADD (GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY .*)");

    private NewIdentities() {}

    /** {@return the statements in their order, such pairs as one where the column is added} */
    static List<String> joined(List<String> statements) {
        var joined = new ArrayList<>(statements);
        for (String statement : statements) {
            Matcher identity = IDENTITY.matcher(statement);
            if (!identity.matches()) {
                continue;
            }
            for (int i = 0; i < joined.indexOf(statement); i++) {
                Matcher added = ADDED.matcher(joined.get(i));
                if (added.matches()
                        && added.group(1).equals(identity.group(1))
                        && added.group(2).equals(identity.group(2))) {
                    joined.set(i, joined.get(i) + " " + identity.group(3));
                    joined.remove(statement);
                }
            }
        }
        return joined;
    }
}
