package dev.belay.script;

import java.util.Optional;

/**
 * A constraint of a table or column, or what the grammar treats as one: a default, an identity, a generated value.
 *
 * @param name empty when the server is to choose one
 * @param notValid whether NOT VALID leaves the existing rows unchecked
 * @param references the table that a foreign key points to
 * @param usingIndex the existing index that a UNIQUE or PRIMARY KEY takes over
 * @param text its text in the script, its name included
 */
public record ConstraintDefinition(
        Optional<String> name,
        Kind kind,
        boolean notValid,
        Optional<QualifiedName> references,
        Optional<String> usingIndex,
        String text) {

    /** What a constraint demands, or what it gives. */
    public enum Kind {
        CHECK,
        UNIQUE,
        PRIMARY_KEY,
        FOREIGN_KEY,
        EXCLUDE,
        NOT_NULL,
        /** The word NULL, which allows what is allowed anyway. */
        NULL,
        DEFAULT,
        IDENTITY,
        /** A generated column; its text says whether STORED or VIRTUAL. */
        GENERATED
    }
}
