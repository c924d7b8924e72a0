package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A container engine of this machine, whose containers can be given folders of it.
 *
 * @param client of the engine
 * @param kind whose files and network its containers have
 * @param user {@code uid:gid} as whom a container writes files that are ours
 */
record ContainerEngine(ContainerClient client, ContainerKind kind, String user) {

    /**
     * {@return the first that answers}
     *
     * @throws EnvironmentException when none does, or the one that does is another machine's
     */
    static ContainerEngine find() {
        return find(Platform.current(), System.getenv());
    }

    static ContainerEngine find(Platform platform, Map<String, String> environment) {
        if (platform.isWindows()) {
            throw unusable("Folders of Windows do not have the same paths in a container.", List.of());
        }
        requireHere(environment.getOrDefault("DOCKER_HOST", ""), "DOCKER_HOST");
        requireHere(environment.getOrDefault("CONTAINER_HOST", ""), "CONTAINER_HOST");
        ContainerClient.Answers answers = ContainerClient.ask();
        ContainerClient client =
                answers.client().orElseThrow(() -> unusable("No container engine answers.", answers.said()));
        return of(client, platform, environment);
    }

    static ContainerEngine of(ContainerClient client, Platform platform, Map<String, String> environment) {
        if (!environment.containsKey("DOCKER_HOST")) {
            ContainerAnswer context =
                    client.run("context", "inspect", "--format", "{{.Endpoints.docker.Host}}"); // podman has none
            requireHere(context.succeeded() ? context.output().strip() : "", "docker context");
        }
        ContainerAnswer information = client.run("info", "--format", "{{json .}}");
        if (!information.succeeded()) {
            throw unusable("The container engine does not say what it is.", information.said());
        }
        ContainerKind kind = ContainerKind.of(information.output(), platform);
        boolean root = kind == ContainerKind.ROOT || kind == ContainerKind.REMAPPED;
        return new ContainerEngine(client, kind, root ? id("-u") + ":" + id("-g") : "0:0");
    }

    /** {@return the arguments with which a container is run as {@link #user}} */
    List<String> asUser() {
        return kind == ContainerKind.REMAPPED ? List.of("--userns", "host", "--user", user) : List.of("--user", user);
    }

    private static void requireHere(String address, String setting) {
        if (ContainerAddress.elsewhere(address).isPresent()) {
            throw unusable(
                    "The container engine is on another machine (" + setting + "), which has not this one's folders.",
                    List.of());
        }
    }

    private static EnvironmentException unusable(String why, List<String> details) {
        return new EnvironmentException(Problem.of(why, "start Docker or Podman on this machine, which then runs them")
                .withDetails(details));
    }

    private static String id(String option) {
        try {
            return Commands.demand(Path.of("/"), List.of("id", option), "check this machine.")
                    .strip();
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("id cannot be run: " + e.getMessage(), "check this machine."), e);
        }
    }
}
