package dev.belay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes, which only root can mount; where that is not possible the test is skipped. */
public final class SmallDisk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one.
     *
     * @param folder made for it; the one that it is in becomes one that everybody may go through
     * @param megabytes its size
     * @param owner whose the folder is afterwards, such as {@code /proc/self}: whoever owns that
     */
    public static SmallDisk mount(Path folder, int megabytes, Path owner) {
        try {
            Files.createDirectory(folder);
            // a folder for a test is its user's alone, and that owner, as whom a server of root's runs, goes through it
            Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Object uid = Files.getAttribute(owner, "unix:uid");
            Assumptions.assumeTrue(
                    run(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "mode=700,uid=" + uid + ",size=" + megabytes + "m",
                            "tmpfs",
                            folder.toString()),
                    "a small file system cannot be mounted here");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            Assumptions.abort("there are no such file systems here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Unmounts it; whoever has files open in it has to be gone. A program that another test starts has them open too,
     * until it has closed what it inherited.
     */
    @Override
    public void close() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!run("umount", folder.toString())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(folder + " is in use");
            }
        }
    }
}
