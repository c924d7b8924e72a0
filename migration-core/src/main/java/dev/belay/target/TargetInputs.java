package dev.belay.target;

import dev.belay.postgres.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that decides which database a goal works on. Nothing is looked up elsewhere, but for the password and service
 * files that {@code variables} and {@code home} lead to. Prints no value that could be secret.
 *
 * @param goal its name without prefix, such as {@code upgrade}
 * @param boundToPhase whether the execution is bound to a phase of the build; else the goal was typed
 * @param url {@code db.url} as Maven resolved it; empty when nobody declares it, blank when it is declared and blank
 * @param executionConfiguresUrl whether this execution itself configures {@code <url>}, so that {@code url} is its own
 * @param user {@code db.user}; empty and blank are the same
 * @param password {@code db.password}; empty and blank are the same
 * @param server what settings.xml says for {@code db.serverId}
 * @param environment {@code db.environment}
 * @param embedded {@code db.embedded}
 * @param variables the environment's variables
 * @param home the user's home folder as the system says it; the variable HOME comes before it
 * @param systemUser the operating system's user, who is the default role
 * @param windows whether the operating system is Windows, where libpq's files lie elsewhere and have no permissions
 */
public record TargetInputs(
        String goal,
        boolean boundToPhase,
        Optional<String> url,
        boolean executionConfiguresUrl,
        Optional<String> user,
        Optional<Secret> password,
        Optional<ServerCredentials> server,
        Optional<String> environment,
        boolean embedded,
        Map<String, String> variables,
        Path home,
        String systemUser,
        boolean windows) {

    public TargetInputs {
        Objects.requireNonNull(goal);
        variables = Map.copyOf(variables);
    }

    /**
     * A {@code <server>} of settings.xml, decrypted.
     *
     * @param id its id
     * @param user its username
     * @param password its password
     */
    public record ServerCredentials(String id, Optional<String> user, Optional<Secret> password) {}

    /** {@return the goal, without any of the values} */
    @Override
    public String toString() {
        return "inputs of " + goal;
    }

    /** {@return a variable of the environment, also when it is blank} */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /**
     * {@return the folder where libpq looks for the user's files} On Windows that is below APPDATA; elsewhere HOME comes
     * before what the system says of the user ({@code pqGetHomeDirectory} in libpq's fe-connect.c).
     */
    Path libpqFolder() {
        if (windows) {
            return filled("APPDATA").map(Path::of).orElse(home).resolve("postgresql");
        }
        return filled("HOME").map(Path::of).orElse(home);
    }

    /** {@return a variable of the environment that is not blank} */
    Optional<String> filled(String name) {
        return variable(name).filter(value -> !value.isBlank());
    }
}
