package dev.belay.target;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds role and password for a database. The nearest to the user wins, each of the two for itself:
 *
 * <ol>
 *   <li>{@code db.user}, {@code db.password}
 *   <li>those in the URL, or in the service
 *   <li>the server of settings.xml that {@code db.serverId} names
 *   <li>PGUSER, PGPASSWORD
 *   <li>POSTGRES_PASSWORD
 *   <li>libpq's password file
 * </ol>
 *
 * So Maven's sources come before the environment's as in Flyway's plugin, and among libpq's own the order is libpq's. A
 * password that came together with a role is not sent for another role: with {@code db.user=alice} the password that a
 * URL or a server has for bob is passed over. Bound goals take credentials from the environment too, since these only
 * open the door of a database that the POM has named.
 */
final class Credentials {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z][A-Za-z0-9._-]*}");

    private final TargetInputs inputs;
    private final List<String> warnings;

    Credentials(TargetInputs inputs, List<String> warnings) {
        this.inputs = inputs;
        this.warnings = warnings;
    }

    /** {@return the settings with the role, where one was said, and the password, where one was found} */
    ConnectionSettings complete(ConnectionSettings named) {
        Optional<String> typedUser = inputs.user().filter(user -> !user.isBlank());
        Optional<Secret> typedPassword =
                inputs.password().filter(password -> !password.reveal().isBlank());
        typedUser.filter(user -> PLACEHOLDER.matcher(user).matches()).ifPresent(user -> {
            throw unresolved("db.user");
        });
        typedPassword
                .filter(password -> PLACEHOLDER.matcher(password.reveal()).matches())
                .ifPresent(password -> {
                    throw unresolved("db.password");
                });
        Optional<String> user = typedUser
                .or(named::user)
                .or(() -> inputs.server().flatMap(TargetInputs.ServerCredentials::user))
                .or(() -> inputs.filled("PGUSER"));
        String role = user.orElse(inputs.systemUser());
        Optional<Secret> password = typedPassword
                .or(() -> belonging(named.user(), named.password(), role))
                .or(() -> inputs.server().flatMap(server -> belonging(server.user(), server.password(), role)))
                .or(() -> variable("PGPASSWORD"))
                .or(() -> variable("POSTGRES_PASSWORD"))
                .or(() -> new PasswordFile(inputs, warnings).find(named, role));
        return named.withCredentials(user, password);
    }

    private static Optional<Secret> belonging(Optional<String> owner, Optional<Secret> password, String role) {
        return owner.isEmpty() || owner.get().equals(role) ? password : Optional.empty();
    }

    /** An empty one is none, as for libpq; blanks may be a password. */
    private Optional<Secret> variable(String name) {
        return inputs.variable(name).filter(value -> !value.isEmpty()).map(Secret::new);
    }

    private static RuntimeException unresolved(String parameter) {
        return TargetRules.refusal(
                parameter + " is a ${...} that nothing resolves",
                "Define the property or environment variable it names, or remove " + parameter + ".");
    }
}
