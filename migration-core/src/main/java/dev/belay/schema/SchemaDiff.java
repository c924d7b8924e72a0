package dev.belay.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How one schema differs from another.
 *
 * @param differences object by object, in the order of their names
 */
public record SchemaDiff(List<Difference> differences) {

    public SchemaDiff {
        differences = List.copyOf(differences);
    }

    /** {@return what has changed from one to the other} */
    public static SchemaDiff between(SchemaSnapshot before, SchemaSnapshot after) {
        var ids = new TreeSet<>(before.objects().keySet());
        ids.addAll(after.objects().keySet());
        var differences = new ArrayList<Difference>();
        for (ObjectId id : ids) {
            Optional<SchemaObject> was = Optional.ofNullable(before.objects().get(id));
            Optional<SchemaObject> is = Optional.ofNullable(after.objects().get(id));
            if (!was.equals(is)) {
                differences.add(new Difference(id, was, is));
            }
        }
        return new SchemaDiff(withoutShifted(differences));
    }

    /** A column that has come or gone moves those behind it; that is no difference of theirs. */
    private static List<Difference> withoutShifted(List<Difference> differences) {
        List<String> tables = differences.stream()
                .filter(each -> !each.isPlaceOnly()
                        && (each.before().isEmpty() || each.after().isEmpty()))
                .filter(each -> each.id().type().equals("column"))
                .map(SchemaDiff::table)
                .toList();
        return differences.stream()
                .filter(each -> !each.isPlaceOnly() || !tables.contains(table(each)))
                .toList();
    }

    private static String table(Difference column) {
        String identity = column.id().identity();
        return identity.substring(0, identity.lastIndexOf('.'));
    }

    /** {@return whether the schemas are equal} */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /** {@return whether they differ, in nothing but the order of columns} */
    public boolean isColumnOrderOnly() {
        return !isEmpty() && differences.stream().allMatch(Difference::isPlaceOnly);
    }

    /** {@return for people: each object that differs, with the lines of it that do} */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (Difference difference : differences) {
            lines.add(difference.words());
            difference.lines().forEach(line -> lines.add("    " + line));
        }
        return lines;
    }
}
