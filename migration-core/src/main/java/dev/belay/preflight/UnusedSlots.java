package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Physical slots that nobody reads: mostly of replicas that are not connected, which pg_stat_replication does not show.
 * The server keeps all WAL for them that was written since (manual, Replication Slots), what the scripts write too, until
 * its disk is full or max_slot_wal_keep_size is reached. One that never was used, or has lost what it needs, keeps nothing.
 */
final class UnusedSlots implements Probe {

    private static final String QUERY = """
            select quote_literal(slot_name), greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint
              from pg_replication_slots
             where slot_type = 'physical' and not active and restart_lsn is not null
               and wal_status is distinct from 'lost'
             order by 2 desc, 1""";

    @Override
    public String subject() {
        return "replication slots";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        var conditions = new ArrayList<Condition>();
        List<Long> kept = Rows.list(connection, QUERY, row -> {
            String slot = row.getString(1);
            long bytes = row.getLong(2);
            conditions.add(Condition.warning(
                    "nobody reads the physical slot " + slot + ", for which the server keeps " + Listed.bytes(bytes)
                            + " of WAL, and all that the scripts write: its replica is not connected",
                    "Connect it again; or, if it is gone for good: SELECT pg_drop_replication_slot(" + slot + ");"));
            return bytes;
        });
        return kept.isEmpty()
                ? Sight.NOTHING
                : Sight.of(
                        Listed.count(kept.size(), "unused slot") + " with "
                                + Listed.bytes(kept.stream().max(Long::compare).orElseThrow()) + " of WAL",
                        conditions);
    }
}
