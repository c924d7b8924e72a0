package dev.belay.testing;

import dev.belay.outcome.Progress;
import dev.belay.server.BelayHome;
import dev.belay.server.BinariesCoordinates;
import dev.belay.server.BinariesSource;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.Platform;
import dev.belay.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the tests' PostgreSQL binaries are: the build copies them to {@code target/postgres-binaries} of the project. */
public final class TestBinaries {

    private TestBinaries() {}

    /** {@return all majors that have binaries} */
    public static List<Integer> majors() {
        return List.of(14, 15, 16, 17, 18);
    }

    /** {@return the major for tests that need only one: system property {@code belay.test.major}, else 17} */
    public static int defaultMajor() {
        return Integer.getInteger("belay.test.major", 17);
    }

    /** {@return the copied jars} */
    public static BinariesSource source() {
        return TestBinaries::jar;
    }

    /** {@return the folder with extracted binaries and templates, shared by all tests and kept between builds} */
    public static BelayHome home() {
        return new BelayHome(
                Optional.ofNullable(System.getProperty("belay.test.home"))
                        .map(Path::of)
                        .orElseGet(() -> targetFolder().resolve("belay-home")),
                true);
    }

    /** {@return a request for a throwaway server from the shared home} */
    public static EmbeddedRequest throwaway(int major) {
        return new EmbeddedRequest(major, source(), home(), new ServerKind.Throwaway(), Progress.SILENT);
    }

    private static Path jar(int major, Platform platform) {
        BinariesCoordinates coordinates = BinariesCoordinates.forMajor(major, platform);
        Path jar = Optional.ofNullable(System.getProperty("belay.test.binaries"))
                .map(Path::of)
                .orElseGet(() -> targetFolder().resolve("postgres-binaries"))
                .resolve(coordinates.artifactId() + "-" + coordinates.version() + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "There is no " + jar + "; run 'mvn generate-test-resources' once, which copies it there");
        }
        return jar;
    }

    /** The outermost project's, seen from a module's folder, where an IDE runs the tests. */
    private static Path targetFolder() {
        Path working = Path.of("").toAbsolutePath();
        return Stream.iterate(working, path -> path != null, Path::getParent)
                .filter(path -> Files.isDirectory(path.resolve(".mvn")))
                .findFirst()
                .orElse(working)
                .resolve("target");
    }
}
