package dev.belay.server;

import dev.belay.outcome.Progress;
import dev.belay.testing.TestBinaries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own that has a server, to be killed or asked to end: the other build, seen from a test. */
final class ServerChild {

    private final Process jvm;
    private final Path data;
    private final ProcessHandle postmaster;
    private final ProcessHandle watchdog;

    private ServerChild(Process jvm, Path data) {
        this.jvm = jvm;
        this.data = data;
        this.postmaster =
                ProcessHandle.of(Postmaster.read(data).orElseThrow().pid()).orElseThrow();
        this.watchdog = postmaster.parent().orElseThrow();
    }

    /** The child's side: home and kind as arguments; ends when its input does. */
    public static void main(String[] arguments) throws IOException {
        ServerKind kind = arguments[1].isEmpty()
                ? new ServerKind.Throwaway()
                : new ServerKind.Kept(arguments[1], Duration.ofMinutes(3));
        BelayHome home = new BelayHome(Path.of(arguments[0]), true);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                new EmbeddedRequest(TestBinaries.defaultMajor(), TestBinaries.source(), home, kind, Progress.SILENT))) {
            System.out.println(server.data());
            while (System.in.read() >= 0) {
                // until the parent has seen enough
            }
        }
    }

    /** Starts the JVM; {@link Starting#ready} waits for its server. */
    static Starting begin(Path home, String key) throws IOException {
        return begin(home, key, List.of());
    }

    /** Starts the JVM through another command, which must become it. */
    static Starting begin(Path home, String key, List<String> prefix) throws IOException {
        List<String> properties = Stream.of("belay.test.binaries", "belay.test.major")
                .filter(name -> System.getProperty(name) != null)
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
        List<String> command = Stream.of(
                        prefix,
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        properties,
                        List.of("-cp", System.getProperty("java.class.path"), ServerChild.class.getName()),
                        List.of(home.toString(), key))
                .flatMap(List::stream)
                .toList();
        return new Starting(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** A child on its way. */
    record Starting(Process jvm) {
        ServerChild ready() throws IOException {
            String data =
                    new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (data == null) {
                throw new IllegalStateException("the child ended without a server");
            }
            return new ServerChild(jvm, Path.of(data));
        }
    }

    long pid() {
        return jvm.pid();
    }

    Path data() {
        return data;
    }

    ProcessHandle postmaster() {
        return postmaster;
    }

    ProcessHandle watchdog() {
        return watchdog;
    }

    /** Sends a signal to the JVM, or with a minus to its whole process group; returns when the JVM is gone. */
    void signal(String name, String whom) throws IOException, InterruptedException {
        Commands.demand(Path.of("/"), List.of("kill", "-s", name, "--", whom), "");
        jvm.waitFor();
    }

    /** SIGKILL; returns when the JVM is gone. */
    void kill() throws InterruptedException {
        jvm.destroyForcibly().waitFor();
    }

    /** SIGKILL to the JVM and both processes of the watchdog, as when a container's memory runs out. */
    void killWithWatchdog() throws InterruptedException {
        watchdog.children().filter(child -> !child.equals(postmaster)).forEach(ProcessHandle::destroyForcibly);
        watchdog.destroyForcibly();
        kill();
    }

    /** Asks the JVM to close its server and end; returns when it has. */
    void end() throws IOException, InterruptedException {
        jvm.getOutputStream().close();
        if (!jvm.waitFor(2, TimeUnit.MINUTES)) {
            kill();
            throw new IllegalStateException("the child did not end");
        }
    }
}
