package dev.belay.target;

import dev.belay.postgres.Secret;
import dev.belay.target.TargetInputs.ServerCredentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds inputs, from a typed goal on a machine where nothing is set. */
final class Given {

    private final String goal;
    private boolean bound;
    private Optional<String> url = Optional.empty();
    private boolean ownUrl;
    private Optional<String> user = Optional.empty();
    private Optional<Secret> password = Optional.empty();
    private Optional<ServerCredentials> server = Optional.empty();
    private Optional<String> environment = Optional.empty();
    private boolean embedded;
    private final Map<String, String> variables = new HashMap<>();
    private Path home = Path.of("no-such-home");
    private boolean windows;

    private Given(String goal) {
        this.goal = goal;
    }

    static Given typed(String goal) {
        return new Given(goal);
    }

    static Given bound(String goal) {
        var given = new Given(goal);
        given.bound = true;
        return given;
    }

    Given url(String value) {
        url = Optional.of(value);
        return this;
    }

    Given urlOfThisExecution(String value) {
        ownUrl = true;
        return url(value);
    }

    Given user(String value) {
        user = Optional.of(value);
        return this;
    }

    Given password(String value) {
        password = Optional.of(new Secret(value));
        return this;
    }

    Given server(String name, String secret) {
        server = Optional.of(new ServerCredentials(
                "shop", Optional.ofNullable(name), Optional.ofNullable(secret).map(Secret::new)));
        return this;
    }

    Given environment(String value) {
        environment = Optional.of(value);
        return this;
    }

    Given embedded() {
        embedded = true;
        return this;
    }

    Given variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Given home(Path value) {
        home = value;
        return this;
    }

    Given windows() {
        windows = true;
        return this;
    }

    TargetInputs inputs() {
        return new TargetInputs(
                goal,
                bound,
                url,
                ownUrl,
                user,
                password,
                server,
                environment,
                embedded,
                variables,
                home,
                "me",
                windows);
    }

    Target resolve() {
        return TargetRules.resolve(inputs());
    }
}
