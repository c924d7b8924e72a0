package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.outcome.EnvironmentException;
import dev.belay.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Where there is no engine, only what can be said without one. */
@Timeout(600)
@ResourceLock(TestEngine.CONTAINERS)
class ContainerProgramsTest {

    private static final ClientNeed NEED =
            new ClientNeed("A backup of shop", "pg_dump", 15, Optional.empty(), Optional.of("shop was not changed."));

    private static final Pattern RUNNING = Pattern.compile("belay-client-[0-9a-f]{8}");

    @TempDir
    private Path dir;

    private static ContainerPrograms programs() {
        ContainerEngine engine = ContainerEngine.find();
        return new ContainerPrograms(
                NEED,
                engine,
                Containers.here(engine.client()),
                TestEngine.require().image(),
                15,
                "15");
    }

    @Test
    void aProgramThatTheImageDoesNotHaveIsTheEnginesFailureAndNotTheProgrammes() throws IOException {
        TestEngine.require();
        try (ClientRun run =
                programs().start(ClientCommand.alone("no_such_program", List.of(), Map.of(), dir), line -> {})) {
            EnvironmentException thrown = catchThrowableOfType(EnvironmentException.class, run::await);
            assertThat(thrown.problem().what()).startsWith("no_such_program could not be run in a container of ");
            assertThat(thrown.problem().details()).isNotEmpty();
            assertThat(thrown.problem().state()).contains("shop was not changed.");
        }
    }

    @Test
    void aFailureOfTheProgramIsItsExitCode() throws IOException {
        TestEngine.require();
        try (ClientRun run = programs()
                .start(ClientCommand.alone("pg_dump", List.of("--no-such-option"), Map.of(), dir), line -> {})) {
            assertThat(run.await()).isEqualTo(1);
            assertThat(run.lastWords()).anyMatch(line -> line.contains("no-such-option"));
        }
    }

    @Test
    void aResultThatIsNotHereMeansThatTheEngineHasAnotherFolder() throws IOException {
        TestEngine.require();
        Path never = dir.resolve("toc.dat");
        ClientCommand command = ClientCommand.writing("pg_dump", List.of("--version"), Map.of(), dir, never);
        try (ClientRun run = programs().start(command, line -> {})) {
            assertThatThrownBy(run::await)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("The container engine has another " + dir + " than this build")
                    .hasMessageContaining("postgresql-client-15");
        }
    }

    @Test
    void aContainerThatSomebodyRemovesIsNoSuccess() throws IOException {
        TestEngine engine = TestEngine.require();
        ClientCommand waiting = ClientCommand.alone("pg_restore", List.of("--list"), Map.of(), dir);
        try (ClientRun run = programs().piped(waiting, line -> {})) {
            String own = "label=dev.belay.pid=" + ProcessHandle.current().pid();
            List<String> names = List.of();
            while (names.isEmpty()) {
                names = engine.lines("ps", "--filter", own, "--format", "{{.Names}} {{.Command}}").stream()
                        .filter(line -> line.contains("--list"))
                        .flatMap(line -> RUNNING.matcher(line).results())
                        .map(match -> match.group())
                        .toList();
            }
            engine.lines("rm", "--force", names.get(0));
            int exit;
            try {
                exit = run.await();
            } catch (EnvironmentException e) {
                assertThat(e.problem().what()).contains("pg_restore").contains("in a container");
                return;
            }
            assertThat(exit).isNotZero();
        }
    }

    @Test
    void filesAreReadWhereTheyAre() throws IOException {
        TestEngine.require();
        Path odd = Files.createDirectory(dir.resolve("a b: c"));
        Files.writeString(odd.resolve("none.dump"), "not a dump at all");
        ClientCommand command = ClientCommand.reading(
                "pg_restore", List.of("--list", odd.resolve("none.dump").toString()), Map.of(), odd);
        try (ClientRun run = programs().start(command, line -> {})) {
            assertThat(run.await()).isEqualTo(1);
            assertThat(run.lastWords()).anyMatch(line -> line.contains("does not appear to be a valid archive"));
        }
    }

    @Test
    void anEngineElsewhereHasNotThisMachinesFolders() {
        Platform linux = new Platform("linux", "amd64", false);
        for (Map<String, String> environment : List.of(
                Map.of("DOCKER_HOST", "tcp://docker:2375"),
                Map.of("DOCKER_HOST", "ssh://me@build.example"),
                Map.of("CONTAINER_HOST", "ssh://me@build.example/run/podman/podman.sock"))) {
            assertThatThrownBy(() -> ContainerEngine.find(linux, environment))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("on another machine ("
                            + environment.keySet().iterator().next() + ")");
        }
        assertThatThrownBy(() -> ContainerEngine.find(new Platform("windows", "amd64", false), Map.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("Windows");
    }
}
