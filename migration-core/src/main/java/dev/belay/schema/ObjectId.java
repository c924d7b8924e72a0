package dev.belay.schema;

import java.util.Comparator;

/**
 * Names an object of a schema, or one side of it, such as its owner or its comment.
 *
 * @param type such as {@code table}, {@code column}, {@code index}, {@code constraint}, {@code privileges}
 * @param identity qualified and quoted where needed: {@code public.orders.state}, {@code orders_key on public.orders}
 */
public record ObjectId(String type, String identity) implements Comparable<ObjectId> {

    private static final Comparator<ObjectId> ORDER =
            Comparator.comparing(ObjectId::type).thenComparing(ObjectId::identity);

    @Override
    public int compareTo(ObjectId other) {
        return ORDER.compare(this, other);
    }

    /** {@return {@code index public.orders_state}} */
    @Override
    public String toString() {
        return type + " " + identity;
    }
}
