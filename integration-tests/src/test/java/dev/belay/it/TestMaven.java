package dev.belay.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.InvocationRequest;

/**
 * The Maven that runs the projects of {@code src/it}, with a local repository that has this build's plugin in it and
 * takes everything else from the outer build's local repository, else from where that takes it. Nothing is installed
 * into the outer one.
 *
 * @param root the outermost folder of this repository
 * @param work where the projects are copied to
 * @param repository the local repository
 * @param settings where artifacts come from
 * @param home of the embedded databases
 */
record TestMaven(Path root, Path work, Path repository, Path settings, Path home) {

    private static final int TIMEOUT_SECONDS = 1800;

    /** Stages the plugin; databases that an earlier run of the tests kept are removed. */
    static TestMaven prepare() {
        Path root = Path.of(System.getProperty("belay.it.root"));
        Path target = root.resolve("integration-tests").resolve("target");
        var maven = new TestMaven(
                root,
                target.resolve("it"),
                target.resolve("local-repo"),
                target.resolve("it-settings.xml"),
                target.resolve("belay-home"));
        try {
            remove(maven.home.resolve("projects"));
            remove(maven.work);
            remove(maven.repository.resolve("dev"));
            Files.createDirectories(maven.work);
            maven.stage("belay-parent", root, false);
            maven.stage("migration-core", root.resolve("migration-core"), true);
            maven.stage("migration-maven-plugin", root.resolve("migration-maven-plugin"), true);
            TestSettings.write(maven.settings);
            return maven;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return this build's version of the plugin} */
    static String version() {
        return System.getProperty("belay.it.version");
    }

    /**
     * Copies a project.
     *
     * @param name its folder in {@code src/it}
     * @param values for <code>@name@</code> in its POMs, settings and {@code invoker.properties}
     */
    Scenario scenario(String name, Map<String, String> values) throws IOException {
        Path source = root.resolve("src").resolve("it").resolve(name);
        Path copy = work.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file :
                    files.filter(f -> !f.startsWith(source.resolve("target"))).toList()) {
                Path to = copy.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    copy(file, to, values);
                }
            }
        }
        return new Scenario(this, copy);
    }

    private static void copy(Path file, Path to, Map<String, String> values) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(".xml") && !name.equals("invoker.properties")) {
            Files.copy(file, to);
            return;
        }
        String text = Files.readString(file)
                .replace("@project.version@", version())
                .replace("@hibernate.version@", System.getProperty("belay.it.hibernate"))
                .replace("@flyway.version@", System.getProperty("belay.it.flyway"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        Files.writeString(to, text);
    }

    /** {@return a request to run Maven in a folder, with an environment of its own} */
    InvocationRequest request(Path folder, List<String> arguments, Map<String, String> environment) {
        var request = new DefaultInvocationRequest();
        request.setBaseDirectory(folder.toFile());
        request.setMavenHome(new File(System.getProperty("belay.it.maven")));
        request.setLocalRepositoryDirectory(repository.toFile());
        request.setGlobalSettingsFile(settings.toFile());
        Path own = folder.resolve("settings.xml");
        request.setUserSettingsFile((Files.exists(own) ? own : settings).toFile());
        request.setJavaHome(new File(System.getProperty("java.home")));
        request.setMavenOpts("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        request.setBatchMode(true);
        request.setTimeoutInSeconds(TIMEOUT_SECONDS);
        request.addArgs(arguments);
        request.setShellEnvironmentInherited(false);
        for (String kept : List.of("PATH", "HOME", "TMPDIR", "SystemRoot", "USERPROFILE")) {
            if (System.getenv(kept) != null) {
                request.addShellEnvironment(kept, System.getenv(kept));
            }
        }
        request.addShellEnvironment("BELAY_HOME", home.toString());
        request.addShellEnvironment("LC_ALL", "C.UTF-8");
        environment.forEach(request::addShellEnvironment);
        return request;
    }

    private void stage(String artifact, Path module, boolean jar) throws IOException {
        Path folder = repository.resolve(Path.of("dev", "belay", artifact, version()));
        Files.createDirectories(folder);
        String name = artifact + "-" + version();
        Files.copy(module.resolve("pom.xml"), folder.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        if (jar) {
            Files.copy(
                    module.resolve("target").resolve(name + ".jar"),
                    folder.resolve(name + ".jar"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
