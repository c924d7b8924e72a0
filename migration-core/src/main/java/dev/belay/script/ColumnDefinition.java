package dev.belay.script;

import java.util.List;

/**
 * A column as CREATE TABLE or ADD COLUMN writes it.
 *
 * @param name folded or unquoted
 * @param type as written, such as {@code varchar(20)} or {@code bigserial}
 * @param constraints in the order of the script
 */
public record ColumnDefinition(String name, String type, List<ConstraintDefinition> constraints) {

    public ColumnDefinition {
        constraints = List.copyOf(constraints);
    }

    /** {@return whether it has a constraint of that kind} */
    public boolean has(ConstraintDefinition.Kind kind) {
        return constraints.stream().anyMatch(constraint -> constraint.kind() == kind);
    }
}
