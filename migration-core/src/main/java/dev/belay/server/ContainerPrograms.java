package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Client programs of an image, each run in a container that has the command's folder under its own path. The container is
 * gone when its {@link ClientRun} is closed, and when this JVM ends in any way.
 *
 * @param need what for
 * @param engine that runs it
 * @param containers of this machine, for their labels
 * @param image the image's name
 * @param major such as 16
 * @param version such as {@code 16.4}
 */
record ContainerPrograms(
        ClientNeed need, ContainerEngine engine, Containers containers, String image, int major, String version)
        implements ClientPrograms {

    /** Of the containers' names. */
    static final String PREFIX = "belay-client-";

    /**
     * The client's own failures, those of a program that cannot be started, and of one that is not there (docker run,
     * Exit status; podman-run(1) alike). PostgreSQL's programs end with none of them.
     */
    private static final int FIRST_OF_ENGINE = 125;

    private static final int LAST_OF_ENGINE = 127;

    /** What Docker's client says 1 of where the engine is Podman. */
    private static final Pattern NEVER_RAN = Pattern.compile("created|configured|initialized");

    /** Podman says that it is stopped until it has cleaned up. */
    private static final Pattern ENDED_WELL = Pattern.compile("(exited|stopped) 0");

    @Override
    public ClientRun start(ClientCommand command, Consumer<String> said) throws IOException {
        return run(command, false, said);
    }

    @Override
    public ClientRun piped(ClientCommand command, Consumer<String> said) throws IOException {
        return run(command, true, said);
    }

    private ClientRun run(ClientCommand command, boolean piped, Consumer<String> said) throws IOException {
        RunId id = RunId.random();
        String name = PREFIX + id;
        var variables = ContainerVariables.of(
                command.variables(),
                engine.kind(),
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")));
        List<String> line = engine.client()
                .command(new ContainerLine(engine, image, name, containers.labels(id.value(), Instant.now()))
                        .of(command, variables, piped));
        ContainerWatchdog watchdog = ContainerWatchdog.start(engine.client(), name, Platform.current());
        try {
            return ClientRun.in(
                    new Container(name, command, watchdog), command.folder(), line, variables.values(), piped, said);
        } catch (IOException | RuntimeException e) {
            watchdog.close();
            throw e;
        }
    }

    /** The container of one program. */
    private final class Container implements ClientRun.Surroundings {

        private final String name;
        private final ClientCommand command;
        private final ContainerWatchdog watchdog;

        Container(String name, ClientCommand command, ContainerWatchdog watchdog) {
            this.name = name;
            this.command = command;
            this.watchdog = watchdog;
        }

        @Override
        public void judge(int exit, List<String> said) {
            ContainerAnswer state = engine.client()
                    .run("container", "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", name);
            boolean neverRan =
                    state.succeeded() && NEVER_RAN.matcher(state.output()).lookingAt();
            if (neverRan || exit >= FIRST_OF_ENGINE && exit <= LAST_OF_ENGINE) {
                throw isElsewhere(said) ? elsewhere(said) : notRun("exit code " + exit, said);
            }
            if (exit == 0) {
                // a client that has lost its engine must not be taken for a program that has done its work
                if (!state.succeeded() || !ENDED_WELL.matcher(state.output()).matches()) {
                    throw notRun("which says 0, and its engine: " + String.join(" ", state.said()), said);
                }
                if (command.result().filter(Files::notExists).isPresent()) {
                    // Docker would have refused it; Podman's engine makes a folder that is not there
                    throw elsewhere(
                            List.of("What it has written is in the engine's folder of that name: remove it there."));
                }
            }
        }

        private EnvironmentException notRun(String how, List<String> said) {
            return need.trouble(
                    command.program() + " could not be run in a container of " + image + " by "
                            + engine.client().program() + ", " + how + ".",
                    said);
        }

        /** It says so of the folder; which nobody has removed. */
        private boolean isElsewhere(List<String> said) {
            return Files.exists(command.folder())
                    && said.stream()
                            .filter(line -> line.contains(command.folder().toString()))
                            .anyMatch(line -> line.contains("no such file") || line.contains("does not exist"));
        }

        private EnvironmentException elsewhere(List<String> said) {
            List<String> details = new ArrayList<>(said);
            details.add(
                    "If this build itself runs in a container, it needs that folder from the engine's machine, under the"
                            + " same path.");
            return need.trouble(
                    "The container engine has another " + command.folder() + " than this build: " + command.program()
                            + " in its container does not work on the files that are here.",
                    details);
        }

        @Override
        public void close() {
            watchdog.close();
        }
    }
}
