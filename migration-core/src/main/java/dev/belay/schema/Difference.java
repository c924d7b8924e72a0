package dev.belay.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One object that is not the same in two schemas.
 *
 * @param id the object
 * @param before as it was; empty when it was not there
 * @param after as it is; empty when it is not there any more
 */
public record Difference(ObjectId id, Optional<SchemaObject> before, Optional<SchemaObject> after) {

    /** {@return whether only its place among the columns of its table is another} */
    public boolean isPlaceOnly() {
        return before.isPresent()
                && after.isPresent()
                && before.get().definition().equals(after.get().definition());
    }

    /** {@return whether the same object ends as the same} Its place may be another, where other columns have come or gone. */
    public boolean isSameButForPlace(Difference other) {
        return id.equals(other.id)
                && after.map(SchemaObject::definition).equals(other.after.map(SchemaObject::definition));
    }

    /** {@return whether only its tablespace is another} */
    public boolean isTablespaceOnly() {
        List<String> differing = lines();
        return before.isPresent()
                && after.isPresent()
                && SchemaSnapshot.PLACED.contains(id.type())
                && !differing.isEmpty()
                && differing.stream().allMatch(line -> line.startsWith(SchemaSnapshot.TABLESPACE, "- ".length()));
    }

    /** {@return what a person says of it: {@code index public.a_b is missing}} */
    public String words() {
        if (before.isEmpty()) {
            return id + " is there, and was not";
        }
        if (after.isEmpty()) {
            return id + " is missing";
        }
        if (isPlaceOnly()) {
            return id + " stands at place " + after.get().place() + ", and stood at "
                    + before.get().place();
        }
        return id + " is another";
    }

    /** {@return the lines of its definition that have gone, with {@code -}, and those that have come, with {@code +}} */
    public List<String> lines() {
        if (isPlaceOnly()) {
            return List.of();
        }
        List<String> gone = before.map(Difference::split).orElse(List.of());
        List<String> come = after.map(Difference::split).orElse(List.of());
        var lines = new ArrayList<String>();
        gone.stream().filter(line -> !come.contains(line)).forEach(line -> lines.add("- " + line));
        come.stream().filter(line -> !gone.contains(line)).forEach(line -> lines.add("+ " + line));
        return lines;
    }

    private static List<String> split(SchemaObject object) {
        return object.definition().isEmpty()
                ? List.of()
                : Arrays.asList(object.definition().split("\n"));
    }
}
