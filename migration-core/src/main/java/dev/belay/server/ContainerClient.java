package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a container engine. The client finds its engine by itself ({@code DOCKER_HOST}, contexts).
 *
 * @param program {@code docker} or {@code podman}
 * @param patience how long an engine may take to answer a question
 */
record ContainerClient(String program, Duration patience) {

    private static final List<String> PROGRAMS = List.of("docker", "podman");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An engine may have to copy the image first. */
    private static final Duration TO_MAKE = Duration.ofMinutes(5);

    /** Images are large, and lines slow. */
    private static final Duration TO_PULL = Duration.ofMinutes(30);

    private static final Path ANYWHERE = Path.of(System.getProperty("java.io.tmpdir"));

    ContainerClient(String program) {
        this(program, PATIENCE);
    }

    /**
     * {@return the first client that is installed and whose engine answers}
     *
     * @throws EnvironmentException saying what each of them says
     */
    static ContainerClient find() {
        return find(PROGRAMS, PATIENCE);
    }

    static ContainerClient find(List<String> programs, Duration patience) {
        Answers answers = ask(programs, patience);
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
        return ask(PROGRAMS, PATIENCE);
    }

    private static Answers ask(List<String> programs, Duration patience) {
        List<String> said = new ArrayList<>();
        for (String program : programs) {
            try {
                ContainerAnswer answer = ContainerAnswer.to(ANYWHERE, List.of(program, "info"), Map.of(), patience);
                if (answer.succeeded()) {
                    return new Answers(Optional.of(new ContainerClient(program, patience)), said);
                }
                said.add(program + ": "
                        + answer.said().stream().reduce((first, last) -> last).orElse("no answer"));
            } catch (IOException e) {
                said.add(program + ": not installed");
            }
        }
        return new Answers(Optional.empty(), said);
    }

    /**
     * Asks the engine.
     *
     * @throws EnvironmentException when the client cannot be run at all
     */
    ContainerAnswer run(String... arguments) {
        return run(List.of(arguments), Map.of(), patience);
    }

    /** Fetches an image. */
    ContainerAnswer pull(String image) {
        return run(List.of("pull", "--quiet", image), Map.of(), TO_PULL);
    }

    /** Makes a container, and runs something short in it. */
    ContainerAnswer make(List<String> arguments, Map<String, String> variables) {
        return run(arguments, variables, TO_MAKE);
    }

    private ContainerAnswer run(List<String> arguments, Map<String, String> variables, Duration limit) {
        try {
            return ContainerAnswer.to(ANYWHERE, command(arguments), variables, limit);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(program + " cannot be run: " + e.getMessage(), "check its installation."), e);
        }
    }

    /** {@return the program with its arguments} */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        return command;
    }
}
