package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.EnvironmentException;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A container ends with the run that started it. */
class EndedContainerTest extends ContainerSuite {

    @Test
    void anInterruptedRunEndsTheContainer() throws Exception {
        try (Connection locker = shop.locked()) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread run = new Thread(() -> {
                try {
                    new Backups().make(request(image(), Optional.empty()));
                    ended.complete(new AssertionError("it was made"));
                } catch (RuntimeException e) {
                    ended.complete(e);
                }
            });
            run.start();
            shop.awaitDump();
            run.interrupt();
            assertThat(ended.join()).isInstanceOf(EnvironmentException.class).hasMessageContaining("Interrupted");
            assertThat(engine.containersOf(ProcessHandle.current().pid())).isEmpty();
        }
        assertThat(dir.resolve(shop.database.name())).isEmptyDirectory();
    }

    @Test
    void aKilledBuildLeavesNoContainer() throws Exception {
        ConnectionSettings settings = shop.database.settings();
        try (Connection locker = shop.locked()) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ContainerBackupChild.class.getName(),
                            settings.jdbcUrl(),
                            settings.user().orElseThrow(),
                            settings.password().map(Secret::reveal).orElse(""),
                            dir.toString(),
                            engine.image())
                    .inheritIO()
                    .start();
            shop.awaitDump();
            assertThat(engine.containersOf(jvm.pid())).hasSize(1);
            List<ProcessHandle> watchdogs = jvm.descendants().toList();
            jvm.destroyForcibly().waitFor();
            watchdogs.forEach(watchdog -> watchdog.onExit().join());
            assertThat(engine.containersOf(jvm.pid())).isEmpty();
        }
    }
}
