package dev.belay.testing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An extension of the tests' own, among the files of their server. The files stay, and each comes in one piece: whoever
 * asks the server meanwhile which extensions there are would fail when one of them goes.
 */
public final class OwnExtension {

    private final Path folder;
    private final String name;

    private OwnExtension(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /**
     * {@return the extension, without any file so far}
     *
     * @param superuser any database of the server
     * @param name no other test's
     * @throws org.opentest4j.TestAbortedException when the server does not see the files of this machine
     */
    public static OwnExtension of(TestDatabase superuser, String name) throws IOException {
        requireSameFiles(superuser);
        String share = superuser
                .query("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")
                .get(0);
        return new OwnExtension(Path.of(share, "extension"), name);
    }

    private static void requireSameFiles(TestDatabase superuser) throws IOException {
        Path ours = Files.createTempFile("extension", ".seen");
        try {
            assumeTrue(
                    superuser
                            .query("SELECT pg_stat_file('" + ours + "', true) IS NULL")
                            .equals(List.of("f")),
                    "the server sees other files, as in a container");
        } finally {
            Files.delete(ours);
        }
    }

    public String name() {
        return name;
    }

    /** Provides a version; {@code sql} makes its objects. */
    public OwnExtension version(String version, String sql) throws IOException {
        write(folder.resolve(name + "--" + version + ".sql"), sql);
        return this;
    }

    /** Makes a version that is there the one which {@code CREATE EXTENSION} takes. */
    public OwnExtension byDefault(String version) throws IOException {
        write(
                folder.resolve(name + ".control"),
                "default_version = '" + version + "'\nrelocatable = false\ntrusted = true\n");
        return this;
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = Files.createTempFile("extension", ".new");
        Files.writeString(whole, text);
        Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-r--r--"));
        Path beside = Files.copy(whole, file.resolveSibling(file.getFileName() + ".new"), REPLACE_EXISTING);
        Files.move(beside, file, ATOMIC_MOVE);
        Files.delete(whole);
    }
}
