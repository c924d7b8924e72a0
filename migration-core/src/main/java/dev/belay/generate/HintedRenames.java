package dev.belay.generate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which objects hints speak of. Of what has its new name already there is nothing to do. */
final class HintedRenames {

    private final Catalog migrated;
    private final Catalog wanted;
    private final Map<QualifiedName, QualifiedName> formerNames = new HashMap<>();
    private final List<Rename> tables = new ArrayList<>();
    private final List<Rename> columns = new ArrayList<>();

    private HintedRenames(Catalog migrated, Catalog wanted) {
        this.migrated = migrated;
        this.wanted = wanted;
    }

    /**
     * {@return what is to be renamed, tables first; columns are named with the new names of their tables}
     *
     * @throws RefusalException when a hint names what is not there, or what a rename does not do
     */
    static List<Rename> of(List<Hint> hints, Catalog migrated, Catalog wanted) {
        var found = new HintedRenames(migrated, wanted);
        List<Hint> rest = hints.stream().filter(hint -> !found.isTable(hint)).toList();
        rest.forEach(found::addColumn);
        var all = new ArrayList<>(found.tables);
        all.addAll(found.columns);
        return all;
    }

    private boolean isTable(Hint hint) {
        List<String> from = Catalog.parts(hint.from());
        QualifiedName to = table(Catalog.parts(hint.to()));
        if (from.size() > 2) {
            return false;
        }
        QualifiedName table = table(from);
        if (migrated.hasTable(table)) {
            QualifiedName now = QualifiedName.of(table.schema().orElseThrow(), to.name());
            if (isQualified(hint) && !to.equals(now)) {
                throw refusal(hint, "a rename leaves a table in its schema");
            }
            if (!table.equals(now)) {
                if (!wanted.hasTable(now)) {
                    throw refusal(hint, "the wanted schema has no such table");
                }
                tables.add(new Rename(table, Optional.empty(), to.name()));
                formerNames.put(now, table);
            }
            return true;
        }
        return from.size() == 1 && migrated.hasTable(to);
    }

    private void addColumn(Hint hint) {
        List<String> from = Catalog.parts(hint.from());
        List<String> to = Catalog.parts(hint.to());
        if (from.size() < 2) {
            throw absent(hint);
        }
        String column = from.get(from.size() - 1);
        QualifiedName named = table(from.subList(0, from.size() - 1));
        QualifiedName former = formerNames.getOrDefault(named, named);
        QualifiedName now = formerNames.entrySet().stream()
                .filter(entry -> entry.getValue().equals(former))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(former);
        String name = to.get(to.size() - 1);
        var present = migrated.columns(former);
        if (present.containsKey(column) && !column.equals(name)) {
            if (to.size() > 1 && !List.of(former, now).contains(table(to.subList(0, to.size() - 1)))) {
                throw refusal(hint, "a rename leaves a column in its table");
            }
            if (!wanted.hasTable(now)) {
                throw refusal(hint, "the wanted schema has no table " + now);
            }
            if (!wanted.columns(now).containsKey(name)) {
                throw refusal(hint, "the wanted schema has no such column");
            }
            columns.add(new Rename(now, Optional.of(column), name));
        } else if (!present.containsKey(name) && !migrated.hasTable(table(to))) {
            throw absent(hint);
        }
    }

    private static boolean isQualified(Hint hint) {
        return Catalog.parts(hint.to()).size() > 1;
    }

    private static RefusalException refusal(Hint hint, String why) {
        return new RefusalException(Problem.of(
                hint.where() + ": " + hint.from() + " is to become " + hint.to() + ", but " + why
                        + ". No file was made.",
                "Correct the hint, or leave it out. Names with capital letters need double quotes."));
    }

    private QualifiedName table(List<String> parts) {
        return migrated.full(Catalog.name(parts));
    }

    private static RefusalException absent(Hint hint) {
        return new RefusalException(Problem.of(
                hint.where() + ": " + hint.from() + " is to become " + hint.to()
                        + ", and the migrated schema has neither. No file was made.",
                "Write table.column:table.column or table:table, with the names that the scripts give them; take the"
                        + " hint out when it has done its work."));
    }
}
