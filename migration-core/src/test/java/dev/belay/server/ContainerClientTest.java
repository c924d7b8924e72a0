package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the clients of container engines do that no engine makes them do at will. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class ContainerClientTest {

    private static final String WARNING = """
            echo 'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.' >&2
            """;

    private static final ClientNeed NEED =
            new ClientNeed("A backup of shop", "pg_dump", 15, Optional.empty(), Optional.empty());

    private static final Platform LINUX = new Platform("linux", "amd64", false);

    /** Long enough for a shell to write down what it is asked, on a machine that is busy too. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(3);

    @TempDir
    private Path dir;

    /** A watchdog outlives its container when the engine says nothing. */
    @AfterEach
    void breakTheSilence() throws IOException {
        Files.deleteIfExists(dir.resolve("silence"));
        ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(dir.toString()))
                        .isPresent())
                .forEach(process -> process.onExit().join());
    }

    private int exitOf(String script) throws IOException {
        ContainerClient client = ClientScript.in(dir, script).client();
        ContainerPrograms programs = new ContainerPrograms(
                NEED,
                new ContainerEngine(client, ContainerKind.ROOT, "1000:1000"),
                Containers.here(client),
                "postgres:15",
                15,
                "15.4");
        try (ClientRun run =
                programs.start(ClientCommand.alone("pg_dump", List.of("--version"), Map.of(), dir), line -> {})) {
            return run.await();
        }
    }

    @Test
    void aClientThatWarnsAtEachCallHasRunTheProgram() throws IOException {
        assertThat(exitOf(WARNING + "case \"$1 $2\" in 'container inspect') echo 'exited 0' ;; esac"))
                .isZero();
    }

    @Test
    void aClientThatWarnsAtEachCallIsHeardToHaveRunNothing() {
        assertThatThrownBy(() -> exitOf(
                        WARNING + "case $1 in container) echo 'created 0' ;; run) echo 'no such file'; exit 1 ;; esac"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("pg_dump could not be run in a container of postgres:15");
    }

    @Test
    void whatWasLeftIsFoundWhateverTheClientWarnsOf() throws IOException {
        ClientScript script = ClientScript.in(
                dir, WARNING + "case $1 in ps) echo 0123456789ab ;; inspect) echo '1000 999999999 here' ;; esac");
        new Containers(script.client(), "here").sweep(Instant.now());
        assertThat(script.calls()).contains("rm --force --volumes 0123456789ab");
    }

    @Test
    void anEngineElsewhereIsSeenWhateverTheClientWarnsOf() throws IOException {
        ContainerClient client = ClientScript.in(
                        dir, WARNING + "case $1 in context) echo 'ssh://me@build.example' ;; info) echo '{}' ;; esac")
                .client();
        assertThatThrownBy(() -> ContainerEngine.of(client, LINUX, Map.of()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("on another machine (docker context)");
    }

    /** Such as that of a daemon that accepts connections and does nothing else, until the test's folder is gone. */
    private ClientScript silent() throws IOException {
        Files.createFile(dir.resolve("silence"));
        return ClientScript.in(dir, "while [ -e '" + dir.resolve("silence") + "' ]; do sleep 0.1; done");
    }

    private ContainerClient impatient() throws IOException {
        return new ContainerClient(silent().program(), IMPATIENCE);
    }

    @Test
    void anEngineThatDoesNotAnswerIsNone() throws IOException {
        ClientScript script = silent();
        assertThatThrownBy(() -> ContainerClient.find(List.of(script.program()), IMPATIENCE))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no container engine answers")
                .hasMessageContaining(script.program() + ": no answer within 3 s");
        assertThat(script.calls()).containsExactly("info");
    }

    @Test
    void anEngineThatDoesNotAnswerAnyMoreIsGivenUp() throws IOException {
        ContainerClient client = impatient();
        assertThat(new ContainerImage(client, "postgres:15").fetch("pg_dump", Progress.SILENT))
                .containsExactly("no answer within 3 s");
        assertThatThrownBy(() -> ContainerEngine.of(client, LINUX, Map.of("DOCKER_HOST", "unix:///run/docker.sock")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not say what it is");
    }

    @Test
    void aContainerOfAnEngineThatDoesNotAnswerIsNotAwaitedForEver() throws IOException {
        ContainerWatchdog watchdog = ContainerWatchdog.start(impatient(), "belay-client-0", LINUX);
        long begin = System.nanoTime();
        watchdog.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(IMPATIENCE.multipliedBy(2), IMPATIENCE.multipliedBy(40));
    }

    @Test
    void theContainerThatIsAskedForItsVersionIsFoundWhenItIsLeft() throws IOException {
        ClientScript script = ClientScript.in(
                dir, "case $1 in run) echo 'pg_dump (PostgreSQL) 15.4' ;; container) exit 1 ;; ps) exit 1 ;; esac");
        ContainerEngine engine = new ContainerEngine(script.client(), ContainerKind.REMAPPED, "7:8");
        ContainerPrograms programs = new ClientImage(NEED, "postgres:15", "", List.of()).open(engine, Progress.SILENT);
        assertThat(programs.version()).isEqualTo("15.4");
        List<String> calls = script.calls();
        String run = calls.stream()
                .filter(call -> call.startsWith("run "))
                .findFirst()
                .orElseThrow();
        assertThat(run)
                .startsWith("run --name belay-client-")
                .contains(" --label dev.belay.pid=" + ProcessHandle.current().pid() + " ")
                .endsWith(" --network none --userns host --user 7:8 --entrypoint pg_dump postgres:15 --version");
        assertThat(calls).contains("rm --force --volumes " + run.split(" ")[2]);
    }

    @Test
    void whyAnImageCannotBeFetchedIsSaid() throws IOException {
        ContainerClient client =
                ClientScript.in(dir, "echo \"$1: denied\" >&2; exit 1").client();
        assertThat(new ContainerImage(client, "postgres:15").fetch("pg_dump", Progress.SILENT))
                .containsExactly("pull: denied");
    }
}
