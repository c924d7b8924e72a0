package dev.belay.command;

import dev.belay.schema.Difference;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaDiff;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What repeatable scripts have made that nothing takes back: views, routines, triggers and rules that they name, with all
 * that is part of these. A column, constraint or index of a table is a versioned script's, whoever names it.
 *
 * @param made the objects, without their parts
 */
record StayingObjects(List<ObjectId> made) {

    private static final Set<String> TYPES =
            Set.of("view", "materialized view", "function", "procedure", "aggregate", "trigger", "rule");

    /** @param texts of the scripts */
    static StayingObjects in(SchemaDiff diff, List<String> texts) {
        return new StayingObjects(diff.differences().stream()
                .filter(difference -> difference.before().isEmpty())
                .map(Difference::id)
                .filter(id -> TYPES.contains(id.type()))
                .filter(id -> texts.stream().anyMatch(text -> isNamed(text, id)))
                .toList());
    }

    /** A trigger and a rule only with their table. */
    private static boolean isNamed(String text, ObjectId id) {
        String[] parts = id.identity().replaceFirst("\\(.*", "").split(" on ", 2);
        return List.of(parts).stream().allMatch(part -> isWord(text, part.substring(part.lastIndexOf('.') + 1)));
    }

    private static boolean isWord(String text, String quoted) {
        String name = quoted.replaceAll("^\"|\"$", "");
        return Pattern.compile(
                        "(?<![\\p{L}\\p{N}_$])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_$])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }

    /** {@return whether what differs is one of them, or part of one} */
    boolean has(Difference difference) {
        return difference.before().isEmpty()
                && made.stream().anyMatch(object -> object.equals(difference.id()) || isPart(object, difference));
    }

    private static boolean isPart(ObjectId object, Difference difference) {
        ObjectId id = difference.id();
        return switch (id.type()) {
            case "column" ->
                id.identity().startsWith(object.identity() + ".")
                        && object.type().endsWith("view");
            case "index" ->
                object.type().equals("materialized view")
                        && difference
                                .after()
                                .filter(index -> index.definition().contains(" ON " + object.identity() + " "))
                                .isPresent();
            case "owner", "comment", "privileges" ->
                id.identity().endsWith(object.toString())
                        || object.type().endsWith("view")
                                && id.identity().contains("column " + object.identity() + ".");
            default -> false;
        };
    }
}
