package dev.belay.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was taken from tables that stay.
 *
 * @param rows how many fewer there are, by table, quoted and qualified, as it was called before; only those that have
 *     fewer now
 * @param uncounted tables of which nobody knows, since counting them took too long
 * @param overwritten columns of which as many rows hold other values than before
 * @param uncompared tables whose values were not compared: since that took too long, or the number of rows is another
 */
public record TakenRows(
        Map<String, Long> rows, Set<String> uncounted, List<Overwritten> overwritten, Set<String> uncompared) {

    public TakenRows {
        rows = Map.copyOf(rows);
        uncounted = Set.copyOf(uncounted);
        overwritten = List.copyOf(overwritten);
        uncompared = Set.copyOf(uncompared);
    }

    /**
     * A column with other values than before.
     *
     * @param table quoted and qualified, as it was called before
     * @param column quoted, as it was called before
     * @param emptied how many values became null; empty when none did, so that nobody knows how many became others
     */
    public record Overwritten(String table, String column, OptionalLong emptied) {}
}
