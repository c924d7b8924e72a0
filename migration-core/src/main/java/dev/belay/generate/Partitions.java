package dev.belay.generate;

import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys of partitioned tables. What such a table gets is built on all its partitions at once, under a lock, unless they
 * have the same already: then it is taken over (ALTER TABLE in the manual; DefineIndex in the server's indexcmds.c, which
 * also asks that the partition's index belong to a constraint).
 *
 * @param migrated the schema as it is
 * @param wanted the one that there is to be, which has the names
 */
record Partitions(Catalog migrated, Catalog wanted) {

    private static final String PARTITION_OF = "partition of ";

    /** {@return the partitions with rows, and the keys that they need before the table; empty where one is not known} */
    Optional<Map<QualifiedName, Key>> keys(QualifiedName table, Key key, Touched touched) {
        var keys = new LinkedHashMap<QualifiedName, Key>();
        Set<String> taken = new HashSet<>();
        for (QualifiedName leaf : leaves(migrated.full(table))) {
            if (touched.drops(leaf)) {
                continue;
            }
            Optional<String> name = name(leaf, key).filter(taken::add);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            keys.put(leaf, key.named(name.get()));
        }
        return key.deferred().isEmpty() ? Optional.of(keys) : Optional.empty();
    }

    private List<QualifiedName> leaves(QualifiedName table) {
        var leaves = new ArrayList<QualifiedName>();
        String line = PARTITION_OF + SqlName.of(table);
        migrated.tables().forEach((name, definition) -> {
            if (definition.lines().anyMatch(it -> it.equals(line) || it.startsWith(line + " "))) {
                if (migrated.isPartitioned(name)) {
                    leaves.addAll(leaves(name));
                } else {
                    leaves.add(name);
                }
            }
        });
        return leaves;
    }

    private Optional<String> name(QualifiedName leaf, Key key) {
        String end = " on " + SqlName.of(leaf);
        return wanted.of("constraint").entrySet().stream()
                .filter(constraint -> constraint.getKey().endsWith(end)
                        && key.is(constraint.getValue())
                        && !migrated.of("constraint").containsKey(constraint.getKey()))
                .map(constraint ->
                        constraint.getKey().substring(0, constraint.getKey().length() - end.length()))
                .findFirst();
    }
}
