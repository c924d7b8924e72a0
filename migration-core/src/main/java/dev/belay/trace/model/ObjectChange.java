package dev.belay.trace.model;

import dev.belay.script.QualifiedName;

/**
 * An object that a statement created, altered or dropped, as the event triggers {@code ddl_command_end} and
 * {@code sql_drop} report it.
 *
 * @param action what happened to it
 * @param type the server's word for its type, such as {@code table}, {@code table column}, {@code index}
 * @param identity the server's name for it, quoted where it needs quotes, such as {@code public.orders.state}
 * @param original whether the statement named it; false for what went or came along with another
 */
public record ObjectChange(Action action, String type, String identity, boolean original) {

    /** What happened to an object. */
    public enum Action {
        CREATED,
        ALTERED,
        DROPPED
    }

    /** {@return whether it says that this relation was dropped} */
    public boolean drops(QualifiedName relation) {
        return action == Action.DROPPED && plain().equals(relation.toString());
    }

    /** {@return whether it is about this relation, a column of it, or something on it} */
    public boolean concerns(QualifiedName relation) {
        String name = relation.toString();
        return plain().equals(name) || plain().startsWith(name + ".") || plain().endsWith(" on " + name);
    }

    private String plain() {
        return identity.replace("\"", "");
    }
}
