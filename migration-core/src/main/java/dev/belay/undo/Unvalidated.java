package dev.belay.undo;

import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes back that constraints were validated, which PostgreSQL has no statement for: they are dropped and added NOT VALID.
 * Neither reads a row.
 */
final class Unvalidated {

    private static final String NOT_VALID = " NOT VALID";
    private static final String ON = " on ";

    private Unvalidated() {}

    /** {@return the statements for constraints that are the same before and after but for that} */
    static List<String> statements(SchemaSnapshot before, SchemaSnapshot after) {
        var statements = new ArrayList<String>();
        before.objects().forEach((id, object) -> {
            Optional<String> now = Optional.ofNullable(after.objects().get(id)).map(SchemaObject::definition);
            if (id.type().equals("constraint")
                    && now.filter(it -> object.definition().equals(it + NOT_VALID))
                            .isPresent()) {
                add(statements, id, object.definition());
            }
        });
        return statements;
    }

    private static void add(List<String> statements, ObjectId id, String definition) {
        int on = id.identity().lastIndexOf(ON);
        String name = id.identity().substring(0, on);
        String alter = "ALTER TABLE " + id.identity().substring(on + ON.length()) + "\n\t";
        statements.add(alter + "DROP CONSTRAINT " + name);
        statements.add(alter + "ADD CONSTRAINT " + name + " " + definition);
    }
}
