package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.Secret;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Where there is no engine with the image, only what can be said without one. The image is what BELAY_TEST_IMAGE names. */
@ResourceLock(TestEngine.CONTAINERS)
class ContainerScratchTest {

    private static final String IMAGE = Optional.ofNullable(System.getenv("BELAY_TEST_IMAGE"))
            .filter(name -> !name.isBlank())
            .orElse("postgres:17-alpine");

    private static ContainerClient engine() {
        try {
            ContainerClient client = ContainerClient.find();
            Assumptions.assumeTrue(
                    client.run("image", "inspect", IMAGE).succeeded()
                            || client.run("pull", "--quiet", IMAGE).succeeded(),
                    "the container engine has no image " + IMAGE + " and cannot fetch it");
            return client;
        } catch (EnvironmentException e) {
            Assumptions.abort(e.problem().what() + " " + e.problem().details());
            throw e;
        }
    }

    private static ScratchContent content() {
        return new ScratchContent(
                UUID.randomUUID().toString().replace("-", ""),
                "shop",
                false,
                access -> new TestDatabase("", 0, access.owner()).execute("CREATE TABLE history (id int)"));
    }

    /** A build of its own: starts a server, says so, and ends when it is killed. */
    public static void main(String[] arguments) throws IOException {
        try (ContainerScratch server = ContainerScratch.start(IMAGE, Progress.SILENT)) {
            System.out.println("PostgreSQL " + server.major());
            while (System.in.read() >= 0) {
                // until the parent has seen enough
            }
        }
    }

    @Test
    void aContainerGivesDatabasesAndIsGoneAfterwards() {
        ContainerClient client = engine();
        List<String> before = containers(client);
        try (ContainerScratch server = ContainerScratch.start(IMAGE, Progress.SILENT);
                ScratchDatabase database = server.open(content())) {
            TestDatabase owner = new TestDatabase("", 0, database.access().owner());
            assertThat(owner.query("SELECT count(*), current_user, current_setting('fsync') FROM history"))
                    .containsExactly("0|belay_scratch|off");
            assertThat(database.server()).contains("in a container of " + IMAGE);
            assertThat(containers(client)).hasSizeGreaterThan(before.size());
        }
        assertThat(containers(client)).isSubsetOf(before);
    }

    @Test
    void aKilledBuildLeavesNoContainer() throws IOException, InterruptedException {
        ContainerClient client = engine();
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContainerScratchTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(said).startsWith("PostgreSQL");
        List<ProcessHandle> watchdogs = jvm.descendants().toList();
        assertThat(watchdogs).isNotEmpty();
        String mine = "label=dev.belay.pid=" + jvm.pid();
        assertThat(client.run("ps", "--quiet", "--filter", mine).output()).isNotEmpty();
        jvm.destroyForcibly().waitFor();
        watchdogs.forEach(watchdog -> watchdog.onExit().join());
        assertThat(client.run("ps", "--all", "--quiet", "--filter", mine).output())
                .isEmpty();
    }

    @Test
    void whatWasLeftIsRemovedAnHourLater() throws IOException {
        ContainerClient client = engine();
        String machine = InetAddress.getLocalHost().getHostName();
        Containers containers = new Containers(client, machine);
        Instant now = Instant.now();
        String gone = "999999999";
        String run = UUID.randomUUID().toString().substring(0, 8);
        String dead = create(client, run, machine, gone);
        String living = create(
                client, run, machine, String.valueOf(ProcessHandle.current().pid()));
        String elsewhere = create(client, run, "another-" + machine, gone);
        try {
            containers.sweep(now);
            assertThat(labelled(client, run)).hasSize(3);
            containers.sweep(now.plus(Duration.ofHours(2)));
            assertThat(labelled(client, run)).hasSize(2).noneMatch(dead::startsWith);
        } finally {
            List.of(dead, living, elsewhere).forEach(id -> client.run("rm", "--force", id));
        }
    }

    private static String create(ContainerClient client, String run, String machine, String pid) {
        ContainerAnswer created = client.make(
                List.of(
                        "create",
                        "--label",
                        "dev.belay.scratch=" + run,
                        "--label",
                        "dev.belay.machine=" + machine,
                        "--label",
                        "dev.belay.pid=" + pid,
                        "--label",
                        "dev.belay.started=" + Instant.now().getEpochSecond(),
                        IMAGE),
                Map.of());
        assertThat(created.succeeded()).as(created.output()).isTrue();
        return created.output().lines().reduce((first, last) -> last).orElseThrow();
    }

    private static List<String> labelled(ContainerClient client, String run) {
        return client.run("ps", "--all", "--quiet", "--filter", "label=dev.belay.scratch=" + run)
                .output()
                .lines()
                .toList();
    }

    private static List<String> containers(ContainerClient client) {
        return client.run(
                        "ps",
                        "--quiet",
                        "--filter",
                        "label=dev.belay.pid=" + ProcessHandle.current().pid())
                .output()
                .lines()
                .toList();
    }

    @Test
    void aServerThatDoesNotStartIsShownWithItsLog() {
        ContainerClient client = engine();
        String name = "belay-test-" + UUID.randomUUID();
        ContainerAnswer started = client.run("run", "--detach", "--name", name, IMAGE);
        try {
            assertThat(started.succeeded()).as(started.output()).isTrue();
            assertThatThrownBy(() -> new ContainerReadiness(client, IMAGE, name).await(new Secret("irrelevant")))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("ended at once")
                    .hasMessageContaining("POSTGRES_PASSWORD");
        } finally {
            client.run("rm", "--force", name);
        }
    }

    @Test
    void anImageThatDoesNotExistIsSaidToBeSo() {
        engine();
        assertThatThrownBy(() -> ContainerScratch.start("localhost/no-such-image:1", Progress.SILENT))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("localhost/no-such-image:1 cannot be fetched");
    }

    @Test
    void whatIsNoImagesNameIsRefused() {
        assertThatThrownBy(() -> ContainerScratch.start("--privileged", Progress.SILENT))
                .isInstanceOf(RefusalException.class);
        assertThatThrownBy(() -> ContainerScratch.start("postgres 17", Progress.SILENT))
                .isInstanceOf(RefusalException.class);
        assertThatThrownBy(() -> ContainerScratch.start("scott:tiger@db.example/shop", Progress.SILENT))
                .isInstanceOf(RefusalException.class)
                .hasMessageNotContaining("tiger");
        assertThat(ContainerScratch.isImage("postgres@sha256:" + "0a".repeat(32)))
                .isTrue();
        assertThat(ContainerScratch.isImage("registry.example:5000/db/postgis:16-3.4"))
                .isTrue();
    }

    @Test
    void withoutAnEngineItIsSaidWhatToUseInstead() {
        assertThatThrownBy(
                        () -> ContainerClient.find(List.of("no-such-docker", "no-such-podman"), Duration.ofSeconds(1)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no container engine answers")
                .hasMessageContaining("no-such-podman: not installed")
                .hasMessageContaining("embedded server");
    }

    @Test
    void onlyARemoteEnginePublishesToOthers() {
        assertThat(ContainerAddress.published(Map.of())).isEqualTo("127.0.0.1::5432");
        assertThat(ContainerAddress.published(Map.of("DOCKER_HOST", "unix:///run/docker.sock")))
                .isEqualTo("127.0.0.1::5432");
        assertThat(ContainerAddress.published(Map.of("DOCKER_HOST", "tcp://docker:2375")))
                .isEqualTo("5432");
    }
}
