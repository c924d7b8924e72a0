package dev.belay.testing;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, where there is a container engine. The image is what the environment variable
 * {@code BELAY_TEST_IMAGE} names, else the official one.
 */
final class ContainerTestServer implements TestServer, AutoCloseable {

    private static final String OFFICIAL = "postgres:17-alpine";

    private final String image = Optional.ofNullable(System.getenv("BELAY_TEST_IMAGE"))
            .filter(name -> !name.isBlank())
            .orElse(OFFICIAL);
    private final Optional<String> missing;
    private PostgreSQLContainer container;

    ContainerTestServer() {
        missing = DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no container engine answers on this machine (DOCKER_HOST, or its default socket)");
        missing.ifPresent(reason -> System.out.println("Tests in a container are skipped: " + reason));
    }

    @Override
    public String label() {
        return "container " + image;
    }

    @Override
    public TestDatabase newDatabase() {
        missing.ifPresent(reason -> {
            throw new TestAbortedException(reason);
        });
        int major = major(started());
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        new TestDatabase("postgres", major, settings("postgres"))
                .execute("CREATE DATABASE " + name + " TEMPLATE template0");
        return new TestDatabase(name, major, settings(name));
    }

    private synchronized PostgreSQLContainer started() {
        if (container == null) {
            container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
            container.start();
            TestServers.withoutAutovacuum(
                    new TestDatabase(container.getDatabaseName(), 0, settings(container.getDatabaseName())));
        }
        return container;
    }

    private int major(PostgreSQLContainer running) {
        var first = new TestDatabase(running.getDatabaseName(), 0, settings(running.getDatabaseName()));
        return Integer.parseInt(first.query("SHOW server_version_num").get(0)) / 10_000;
    }

    private ConnectionSettings settings(String database) {
        return new ConnectionSettings(
                "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/" + database,
                Optional.of(container.getUsername()),
                Optional.of(new Secret(container.getPassword())),
                Map.of());
    }

    @Override
    public void drop(TestDatabase database) {
        new TestDatabase("postgres", database.major(), settings("postgres"))
                .execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
    }

    @Override
    public void close() {
        if (container != null) {
            container.stop();
        }
    }

    @Override
    public String toString() {
        return label();
    }
}
