package dev.belay.generate;

import dev.belay.script.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What could be renames, and is for somebody to say: a table that goes while one with the same columns comes in its
 * schema; a column that goes while one of the same type comes in its table.
 *
 * @param migrated the schema that the scripts make
 * @param wanted the one that there is to be
 */
record RenameCandidates(Catalog migrated, Catalog wanted) {

    /** {@return them, tables first} One that goes may stand for several that come. */
    List<Rename> all() {
        var candidates = new ArrayList<Rename>();
        Set<QualifiedName> before = migrated.tables().keySet();
        Set<QualifiedName> after = wanted.tables().keySet();
        for (QualifiedName gone : without(before, after)) {
            for (QualifiedName come : without(after, before)) {
                if (gone.schema().equals(come.schema())
                        && types(migrated.columns(gone)).equals(types(wanted.columns(come)))) {
                    candidates.add(new Rename(gone, Optional.empty(), come.name()));
                }
            }
        }
        for (QualifiedName table : before) {
            if (after.contains(table)) {
                columns(table, candidates);
            }
        }
        return candidates;
    }

    private void columns(QualifiedName table, List<Rename> candidates) {
        Map<String, String> before = migrated.columns(table);
        Map<String, String> after = wanted.columns(table);
        for (String gone : without(before.keySet(), after.keySet())) {
            for (String come : without(after.keySet(), before.keySet())) {
                if (type(before.get(gone)).equals(type(after.get(come)))) {
                    candidates.add(new Rename(table, Optional.of(gone), come));
                }
            }
        }
    }

    private static <T> Set<T> without(Set<T> all, Set<T> others) {
        var left = new LinkedHashSet<>(all);
        left.removeAll(new HashSet<>(others));
        return left;
    }

    private static Map<String, String> types(Map<String, String> columns) {
        var types = new TreeMap<String, String>();
        columns.forEach((name, definition) -> types.put(name, type(definition)));
        return types;
    }

    /** The first line of a column's definition. */
    private static String type(String definition) {
        return definition.lines().findFirst().orElse("");
    }
}
