package dev.belay.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A session of somebody else, as {@code pg_stat_activity} tells of it. To a role that may not read all of that view,
 * address, start and state are unknown.
 *
 * @param pid its backend
 * @param applicationName what it calls itself
 * @param user its role
 * @param client address of its client; empty when unknown, or for a socket on the server's machine
 * @param since when it began
 * @param state such as {@code active}
 */
record OtherSession(
        int pid,
        String applicationName,
        String user,
        Optional<String> client,
        Optional<OffsetDateTime> since,
        Optional<String> state) {

    /** What {@link #read} needs; {@code a} stands for pg_stat_activity. */
    static final String COLUMNS = "a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), "
            + "host(a.client_addr), a.backend_start, a.state";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    static OtherSession read(ResultSet row) throws SQLException {
        return new OtherSession(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getObject(5, OffsetDateTime.class)),
                Optional.ofNullable(row.getString(6)));
    }

    /** {@return one line: run or application, role, user, client, pid, start} */
    String describe() {
        String who = SessionName.parse(applicationName)
                .map(name -> "run " + name.run())
                .orElse(applicationName.isEmpty() ? "a session without a name" : "the application " + applicationName);
        var text = new StringBuilder(who)
                .append(" (pid ")
                .append(pid)
                .append(", role ")
                .append(user);
        client.ifPresent(address -> text.append(", from ").append(address));
        since.ifPresent(
                start -> text.append(", since ").append(TIME.format(start.withOffsetSameInstant(ZoneOffset.UTC))));
        return text.append(')').toString();
    }
}
