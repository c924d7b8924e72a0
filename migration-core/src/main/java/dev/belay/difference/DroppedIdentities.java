package dev.belay.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns that are identities no longer: only then may they be null, or have a default (the manual, ALTER TABLE). */
final class DroppedIdentities {

    private static final String COLUMN =
            "(?s)ALTER TABLE (?:ONLY )?(.+?\\s+ALTER COLUMN (?:\"(?:[^\"]|\"\")+\"|\\S+)) ";

    private static final Pattern DROP = Pattern.compile(COLUMN + "DROP IDENTITY");
    private static final Pattern OTHER = Pattern.compile(COLUMN + "(?:DROP NOT NULL|SET DEFAULT .*)");

    private DroppedIdentities() {}

    /** {@return the statements, in which an identity is dropped before what only other columns may have} */
    static List<String> first(List<String> statements) {
        var ordered = new ArrayList<>(statements);
        for (String statement : statements) {
            Matcher drop = DROP.matcher(statement);
            if (!drop.matches()) {
                continue;
            }
            for (int i = 0; i < ordered.indexOf(statement); i++) {
                Matcher other = OTHER.matcher(ordered.get(i));
                if (other.matches() && other.group(1).equals(drop.group(1))) {
                    ordered.remove(statement);
                    ordered.add(i, statement);
                }
            }
        }
        return ordered;
    }
}
