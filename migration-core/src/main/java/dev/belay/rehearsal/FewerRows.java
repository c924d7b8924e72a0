package dev.belay.rehearsal;

import java.util.Map;
import java.util.Set;

/**
 * What rows went of tables that stay.
 *
 * @param rows how many, by table, quoted and qualified, as it was called before; only those that have fewer now
 * @param uncounted tables of which nobody knows, since counting them took too long
 */
public record FewerRows(Map<String, Long> rows, Set<String> uncounted) {

    public FewerRows {
        rows = Map.copyOf(rows);
        uncounted = Set.copyOf(uncounted);
    }
}
