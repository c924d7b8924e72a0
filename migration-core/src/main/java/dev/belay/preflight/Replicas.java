package dev.belay.preflight;

import dev.belay.postgres.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The replicas that are connected, and how far each is behind. {@code replay_lag} is null for one that has nothing left to
 * replay, and for one that has not yet answered (manual, pg_stat_replication): the bytes tell these apart. Base backups
 * and clients that only receive WAL replay nothing, and are left out.
 *
 * <p>One that is far behind is told of whatever was asked: who reads there sees an old schema for that long after the run,
 * and what the scripts write makes it longer.
 */
final class Replicas implements Probe {

    private static final String QUERY = """
            select pid, coalesce(nullif(application_name, ''), 'pid ' || pid), state,
                   (extract(epoch from replay_lag) * 1000)::bigint,
                   greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::bigint
              from pg_stat_replication
             where state is distinct from 'backup' and (state is null or replay_lsn is not null)
               and coalesce(application_name, '') not like ?
             order by 2""";

    /**
     * From where on a lag is told of when nobody set a limit: a healthy replica is behind by less than a second, and one
     * whose readers hold it up by 30 s (max_standby_streaming_delay's default, manual, Hot Standby). Twice that is
     * neither.
     */
    static final Duration TOLD = Duration.ofSeconds(60);

    /** The same for one that does not say its time: as much WAL as by default lies between two checkpoints. */
    static final long TOLD_BYTES = 1L << 30;

    /**
     * A replica.
     *
     * @param state empty when the role may not see it
     * @param lag empty when the server does not know it
     * @param bytes of WAL that it has not replayed
     */
    record Replica(String name, Optional<String> state, Optional<Duration> lag, long bytes) {

        /** A replica that answers at once has no time of its own; one that has everything is not behind. */
        Optional<Duration> behind() {
            return bytes == 0 ? Optional.of(Duration.ZERO) : lag;
        }
    }

    @Override
    public String subject() {
        return "replicas";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) throws SQLException {
        List<Replica> replicas = Rows.list(
                connection,
                QUERY,
                row -> new Replica(
                        row.getString(2),
                        Optional.ofNullable(row.getString(3)),
                        row.getObject(4) == null ? Optional.empty() : Optional.of(Duration.ofMillis(row.getLong(4))),
                        row.getLong(5)),
                request.ownSessions());
        return judge(replicas, request.maxReplicaLag());
    }

    static Sight judge(List<Replica> replicas, Optional<Duration> most) {
        if (replicas.isEmpty()) {
            return Sight.NOTHING;
        }
        var conditions = new ArrayList<Condition>();
        for (Replica replica : replicas) {
            most.flatMap(limit -> tooFar(replica, limit)).or(() -> far(replica)).ifPresent(conditions::add);
        }
        String count = Listed.count(replicas.size(), "replica");
        String words = replicas.stream()
                .flatMap(replica -> replica.behind().stream())
                .max(Comparator.naturalOrder())
                .map(lag -> count + (replicas.size() == 1 ? " " : ", the last ") + Listed.time(lag) + " behind")
                .orElse(count);
        return Sight.of(words, conditions);
    }

    /** {@return what is to be said of a replica that nothing was asked of, or that is within what was} */
    private static Optional<Condition> far(Replica replica) {
        boolean told = replica.state().isPresent()
                && replica.behind().map(lag -> lag.compareTo(TOLD) >= 0).orElse(replica.bytes() >= TOLD_BYTES);
        return told
                ? Optional.of(Condition.warning(
                        "the replica " + replica.name() + " is "
                                + replica.behind()
                                        .map(lag ->
                                                Listed.time(lag) + " (" + Listed.bytes(replica.bytes()) + " of WAL)")
                                        .orElse(Listed.bytes(replica.bytes()) + " of WAL")
                                + " behind: who reads there sees the new schema as much later",
                        "Wait until it has caught up; db.maxReplicaLag refuses a run for as long."))
                : Optional.empty();
    }

    private static Optional<Condition> tooFar(Replica replica, Duration limit) {
        if (replica.state().isEmpty()) {
            return Optional.of(Condition.refusal(
                    "this role may not see how far the replica " + replica.name()
                            + " is behind, and db.maxReplicaLag says " + Listed.time(limit),
                    "As a superuser: GRANT pg_read_all_stats TO the role; or leave out db.maxReplicaLag."));
        }
        if (replica.behind().isEmpty()) {
            return Optional.of(Condition.warning(
                    "the replica " + replica.name() + " has " + Listed.bytes(replica.bytes())
                            + " of WAL to replay, and has not yet said how long that takes",
                    "Look at pg_stat_replication again in a moment."));
        }
        return replica.behind()
                .filter(lag -> lag.compareTo(limit) > 0)
                .map(lag -> Condition.refusal(
                        "the replica " + replica.name() + " is " + Listed.time(lag) + " ("
                                + Listed.bytes(replica.bytes()) + " of WAL) behind; db.maxReplicaLag allows "
                                + Listed.time(limit),
                        "Wait until it has caught up, or raise db.maxReplicaLag."));
    }
}
