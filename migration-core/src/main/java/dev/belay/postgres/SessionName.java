package dev.belay.postgres;

import dev.belay.outcome.RunId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code application_name} of each session of a run: {@code belay <run> <role>}, such as
 * {@code belay 7f3a09c1 work}. By it people see in {@code pg_stat_activity} which run a session belongs to, and a run
 * finds what an earlier one left behind.
 *
 * @param run the run
 * @param role what the session is for
 */
public record SessionName(RunId run, SessionRole role) {

    private static final Pattern SYNTAX = Pattern.compile("belay ([0-9a-f]{8}) (lock|work|read)");

    /** {@return the name's parts; empty when the session is not one of ours} */
    public static Optional<SessionName> parse(String applicationName) {
        var matcher = SYNTAX.matcher(applicationName);
        return matcher.matches()
                ? Optional.of(new SessionName(
                        new RunId(matcher.group(1)),
                        SessionRole.valueOf(matcher.group(2).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "belay " + run + " " + role;
    }
}
