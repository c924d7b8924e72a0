package dev.belay.rule;

import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;

/**
 * What exists only since a script that is pending itself: no client uses it yet and it holds nothing that could be lost,
 * so it is no hazard to lock, empty or drop it. And what they tell of the rest. Answers for the moment before the
 * statement under judgement.
 */
public interface Lifespans {

    /** {@return whether the table was created by a pending script, or is temporary} */
    boolean isNewTable(QualifiedName table);

    /** {@return whether the column, or the whole table, was created by a pending script} */
    boolean isNewColumn(QualifiedName table, String column);

    /** {@return whether the named constraint, or the whole table, was created by a pending script} */
    boolean isNewConstraint(QualifiedName table, String constraint);

    /** {@return whether the pending scripts say that the table is partitioned} */
    boolean isPartitioned(QualifiedName table);

    /** {@return whether the schema was created by a pending script} */
    boolean isNewSchema(String schema);

    /** {@return whether the table, view, sequence, type, domain, function or schema was created by a pending script} */
    boolean isNewObject(ObjectType type, QualifiedName name);

    /** {@return whether the enum was created by a pending script} */
    boolean isNewType(QualifiedName type);
}
