package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the clients of container engines do that no engine makes them do at will. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class ContainerClientTest {

    private static final String WARNING = """
            echo 'Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.' >&2
            """;

    private static final Platform LINUX = new Platform("linux", "amd64", false);

    @TempDir
    private Path dir;

    private int exitOf(String script) throws IOException {
        ContainerClient client = ClientScript.in(dir, script).client();
        ContainerPrograms programs = new ContainerPrograms(
                new ClientNeed("A backup of shop", "pg_dump", 15, Optional.empty(), Optional.empty()),
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

    @Test
    void whyAnImageCannotBeFetchedIsSaid() throws IOException {
        ContainerClient client =
                ClientScript.in(dir, "echo \"$1: denied\" >&2; exit 1").client();
        assertThat(new ContainerImage(client, "postgres:15").fetch("pg_dump", Progress.SILENT))
                .containsExactly("pull: denied");
    }
}
