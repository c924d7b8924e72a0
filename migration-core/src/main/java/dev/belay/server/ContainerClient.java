package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a container engine. The client finds its engine by itself ({@code DOCKER_HOST}, contexts).
 *
 * @param program {@code docker} or {@code podman}
 */
record ContainerClient(String program) {

    private static final List<String> PROGRAMS = List.of("docker", "podman");
    private static final Path ANYWHERE = Path.of(System.getProperty("java.io.tmpdir"));

    /**
     * {@return the first client that is installed and whose engine answers}
     *
     * @throws EnvironmentException saying what each of them says
     */
    static ContainerClient find() {
        return find(PROGRAMS);
    }

    static ContainerClient find(List<String> programs) {
        Answers answers = ask(programs);
        return answers.client()
                .orElseThrow(() -> new EnvironmentException(Problem.of(
                                "db.scratch names an image, and no container engine answers.",
                                "start Docker or install Podman (see DOCKER_HOST); or give a server's URL in db.scratch, or"
                                        + " leave it out for an embedded server.")
                        .withDetails(answers.said())));
    }

    /**
     * What was answered.
     *
     * @param client the first whose engine answers
     * @param said by those before it, a line each
     */
    record Answers(Optional<ContainerClient> client, List<String> said) {}

    static Answers ask() {
        return ask(PROGRAMS);
    }

    private static Answers ask(List<String> programs) {
        List<String> said = new ArrayList<>();
        for (String program : programs) {
            try {
                ContainerAnswer answer = ContainerAnswer.to(ANYWHERE, List.of(program, "info"), Map.of());
                if (answer.succeeded()) {
                    return new Answers(Optional.of(new ContainerClient(program)), said);
                }
                said.add(program + ": "
                        + answer.said().stream().reduce((first, last) -> last).orElse("no answer"));
            } catch (IOException e) {
                said.add(program + ": not installed");
            }
        }
        return new Answers(Optional.empty(), said);
    }

    ContainerAnswer run(List<String> arguments, Map<String, String> variables) {
        try {
            return ContainerAnswer.to(ANYWHERE, command(arguments), variables);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(program + " cannot be run: " + e.getMessage(), "check its installation."), e);
        }
    }

    ContainerAnswer run(String... arguments) {
        return run(List.of(arguments), Map.of());
    }

    /** {@return the program with its arguments} */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        return command;
    }
}
