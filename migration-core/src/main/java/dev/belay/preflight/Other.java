package dev.belay.preflight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A session of somebody else. Its query is left out: it may hold data.
 *
 * @param pid its backend
 * @param role empty for a process of the server itself
 * @param application what it calls itself; may be empty
 * @param state such as {@code idle in transaction}; empty when the role that looks may not see it
 * @param age of its transaction; empty when unknown
 */
record Other(int pid, String role, String application, Optional<String> state, Optional<Duration> age) {

    /** What {@link #read} needs; {@code a} stands for pg_stat_activity. */
    static final String COLUMNS = "a.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''), "
            + "case when a.backend_type = 'autovacuum worker' then a.backend_type else a.state end, "
            + "(extract(epoch from clock_timestamp() - a.xact_start) * 1000)::bigint";

    static Other read(ResultSet row) throws SQLException {
        long millis = row.getLong(5);
        return new Other(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getObject(5) == null ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis))));
    }

    /** {@return {@code pid 4711 (reports, role app, idle in transaction, since 38 s)}} */
    String describe() {
        var text = new StringBuilder("pid ").append(pid).append(" (");
        if (!application.isEmpty()) {
            text.append(application).append(", ");
        }
        if (!role.isEmpty()) {
            text.append("role ").append(role).append(", ");
        }
        text.append(state.orElse("state not visible to this role"));
        age.ifPresent(time -> text.append(", in a transaction for ").append(Listed.time(time)));
        return text.append(')').toString();
    }

    String terminate() {
        return "SELECT pg_terminate_backend(" + pid + ");";
    }
}
