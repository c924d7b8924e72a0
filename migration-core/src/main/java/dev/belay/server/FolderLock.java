package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A lock on a file, held by one thread of one process, and gone with the process however that ends.
 *
 * <p>The operating system releases a process's lock as soon as the process closes any descriptor of that file
 * ({@link java.nio.channels.FileLock}), so a second thread must not even open it. Therefore the holder is named in a
 * file beside it, which is looked at first, under a monitor that is the same in all class loaders (Maven may load the
 * plugin more than once): an interned string.
 */
public final class FolderLock implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Path holder;
    private final String monitor;
    private final FileChannel channel;

    private FolderLock(Path holder, String monitor, FileChannel channel) {
        this.holder = holder;
        this.monitor = monitor;
        this.channel = channel;
    }

    /** {@return the lock, or empty when another thread or process has it} */
    public static Optional<FolderLock> tryAcquire(Path file) throws IOException {
        Path holder = file.resolveSibling(file.getFileName() + ".holder");
        String monitor = ("dev.belay.server.FolderLock "
                        + file.toAbsolutePath().getParent().toRealPath()
                        + file.getFileSystem().getSeparator() + file.getFileName())
                .intern();
        synchronized (monitor) {
            if (holder(holder).equals(Optional.of(self()))) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    Files.writeString(holder, self());
                    return Optional.of(new FolderLock(holder, monitor, channel));
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
            return Optional.empty();
        }
    }

    /**
     * {@return the lock, waiting for it}
     *
     * @param waiting is told once, before the wait, who has it: {@code process 4711}
     * @throws EnvironmentException when it is not free after {@code patience}
     */
    static FolderLock acquire(Path file, Duration patience, Consumer<String> waiting) throws IOException {
        Instant deadline = Instant.now().plus(patience);
        boolean told = false;
        while (true) {
            Optional<FolderLock> lock = tryAcquire(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (!told) {
                waiting.accept(holderOf(file));
                told = true;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new EnvironmentException(Problem.of(
                        "Another build (" + holderOf(file) + ") has had " + file.getParent() + " for "
                                + patience.toSeconds() + " s.",
                        "wait for that build to end, or end it, and run this one again."));
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                throw Trouble.interrupted("waiting for another build (" + holderOf(file) + ")", e);
            }
        }
    }

    /** Releases the lock; the file stays. A second call does nothing: the lock may be another's by then. */
    @Override
    public void close() throws IOException {
        synchronized (monitor) {
            if (!channel.isOpen()) {
                return;
            }
            try (channel) {
                Files.deleteIfExists(holder);
            }
        }
    }

    private static String holderOf(Path file) {
        return holder(file.resolveSibling(file.getFileName() + ".holder"))
                .map(text -> "process " + text.split(" ", 2)[0])
                .orElse("a process that did not leave its number");
    }

    private static Optional<String> holder(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8)).filter(text -> !text.isBlank());
        } catch (IOException e) {
            return Optional.empty(); // not held, or just being written
        }
    }

    /** Number and start, because numbers come again: in each container the first process has number 1. */
    private static String self() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " "
                + self.info().startInstant().map(Instant::toString).orElse("");
    }
}
