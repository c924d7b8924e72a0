package dev.belay.generate;

import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Constraints, indexes and sequences of a column that are the same but for their names. They are renamed without a
 * question, since nothing is lost by it, and making an index anew costs time.
 *
 * @param migrated the schema that the scripts make
 * @param wanted the one that there is to be
 */
record OtherNames(Catalog migrated, Catalog wanted) {

    /** {@return the statements} */
    List<String> statements() {
        var statements = new ArrayList<String>();
        // the index of a key is renamed with its constraint
        constraints(statements);
        indexes(statements);
        sequences(statements);
        return statements;
    }

    private interface Renaming {
        String of(String from, String to);
    }

    private void constraints(List<String> statements) {
        String on = " on ";
        pair(
                migrated.of("constraint"),
                wanted.of("constraint"),
                (identity, definition) -> identity.substring(identity.lastIndexOf(on)) + "\n" + definition,
                (from, to) -> "ALTER TABLE " + from.substring(from.lastIndexOf(on) + on.length())
                        + " RENAME CONSTRAINT " + from.substring(0, from.lastIndexOf(on)) + " TO "
                        + to.substring(0, to.lastIndexOf(on)),
                statements);
    }

    private void indexes(List<String> statements) {
        pair(
                migrated.of("index"),
                wanted.of("index"),
                (identity, definition) -> {
                    QualifiedName name = Catalog.name(Catalog.parts(identity));
                    return name.schema().orElse("") + "\n"
                            + definition.replaceFirst(
                                    "INDEX " + Pattern.quote(SqlName.of(name.name())) + " ON ", "INDEX ON ");
                },
                (from, to) -> "ALTER INDEX " + from + " RENAME TO " + bare(to),
                statements);
    }

    /** Those that are nobody's are told apart by their names alone. */
    private void sequences(List<String> statements) {
        pair(
                ofColumns(migrated),
                ofColumns(wanted),
                (identity, definition) -> definition,
                (from, to) -> "ALTER SEQUENCE " + from + " RENAME TO " + bare(to),
                statements);
    }

    private static Map<String, String> ofColumns(Catalog catalog) {
        var owned = new TreeMap<>(catalog.of("sequence"));
        owned.values()
                .removeIf(definition -> !definition.contains("\nowned by ") && !definition.contains("\nidentity of "));
        return owned;
    }

    private static String bare(String identity) {
        return SqlName.of(Catalog.name(Catalog.parts(identity)).name());
    }

    private interface Sameness {
        String key(String identity, String definition);
    }

    private static void pair(
            Map<String, String> from,
            Map<String, String> to,
            Sameness sameness,
            Renaming renaming,
            List<String> statements) {
        Set<String> taken = new HashSet<>(from.keySet());
        from.forEach((identity, definition) -> {
            if (to.containsKey(identity)) {
                return;
            }
            String key = sameness.key(identity, definition);
            to.entrySet().stream()
                    .filter(entry -> !taken.contains(entry.getKey())
                            && sameness.key(entry.getKey(), entry.getValue()).equals(key))
                    .findFirst()
                    .ifPresent(entry -> {
                        taken.add(entry.getKey());
                        statements.add(renaming.of(identity, entry.getKey()));
                    });
        });
    }
}
