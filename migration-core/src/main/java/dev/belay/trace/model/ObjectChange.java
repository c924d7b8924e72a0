package dev.belay.trace.model;

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
}
