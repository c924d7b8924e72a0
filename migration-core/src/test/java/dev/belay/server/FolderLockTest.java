package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    Path temp;

    @Test
    void isHeldByOneThreadAtATime() throws Exception {
        Path file = temp.resolve("lock");
        AtomicInteger inside = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> seen = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            seen.add(threads.submit(() -> {
                FolderLock lock = FolderLock.acquire(file, Duration.ofMinutes(2), holder -> {});
                try (lock) {
                    int now = inside.incrementAndGet();
                    Thread.yield();
                    inside.decrementAndGet();
                    return now;
                }
            }));
        }
        for (Future<Integer> one : seen) {
            assertThat(one.get()).isEqualTo(1);
        }
        threads.shutdown();
    }

    @Test
    void whoTriesInVainDoesNotTakeItAwayFromItsHolder() throws Exception {
        Path home = Files.createDirectory(temp.resolve("home"));
        FolderLock held = FolderLock.tryAcquire(home.resolve("lock")).orElseThrow();
        assertThat(FolderLock.tryAcquire(home.resolve("lock"))).isEmpty();

        // another process sees what the operating system thinks
        assertThat(lockedForOthers(home.resolve("lock"))).isTrue();

        held.close();
        assertThat(lockedForOthers(home.resolve("lock"))).isFalse();

        FolderLock next = FolderLock.tryAcquire(home.resolve("lock")).orElseThrow();
        try (next) {
            held.close();
            assertThat(FolderLock.tryAcquire(home.resolve("lock"))).isEmpty();
        }
    }

    @Test
    void aHolderThatWasKilledIsForgotten() throws IOException {
        Files.writeString(temp.resolve("lock.holder"), "1 2001-01-01T00:00:00Z");

        FolderLock lock = FolderLock.tryAcquire(temp.resolve("lock")).orElseThrow();

        lock.close();
        assertThat(temp.resolve("lock.holder")).doesNotExist();
    }

    @Test
    void anInterruptedWaitIsNotAnAcquiredLock() throws Exception {
        FolderLock held = FolderLock.tryAcquire(temp.resolve("lock")).orElseThrow();
        try (held) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> FolderLock.acquire(temp.resolve("lock"), Duration.ofMinutes(1), holder -> {}))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("Interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static boolean lockedForOthers(Path file) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Try.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        return other.waitFor() == Try.LOCKED;
    }

    /** The other process. */
    static final class Try {
        static final int LOCKED = 3;

        private Try() {}

        public static void main(String[] arguments) throws IOException {
            System.exit(FolderLock.tryAcquire(Path.of(arguments[0])).isPresent() ? 0 : LOCKED);
        }
    }
}
