package dev.belay.schema;

/**
 * Names an object of a schema, or one side of it, such as its owner or its comment.
 *
 * @param type such as {@code table}, {@code column}, {@code index}, {@code constraint}, {@code privileges}
 * @param identity qualified and quoted where needed: {@code public.orders.state}, {@code orders_key on public.orders}
 */
public record ObjectId(String type, String identity) implements Comparable<ObjectId> {

    @Override
    public int compareTo(ObjectId other) {
        int types = type.compareTo(other.type);
        return types != 0 ? types : identity.compareTo(other.identity);
    }

    /** {@return {@code index public.orders_state}} */
    @Override
    public String toString() {
        return type + " " + identity;
    }
}
