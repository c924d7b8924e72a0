package dev.belay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A container engine as a user sees it.
 *
 * @param program {@code docker} or {@code podman}
 * @param image what {@code BELAY_TEST_IMAGE} names, else the official one
 */
public record TestEngine(String program, String image) {

    /** Held by tests that make containers, since some count those of this process. */
    public static final String CONTAINERS = "containers of this process";

    private static final String OFFICIAL = "postgres:17-alpine";

    /** Looked for once: an image that cannot be fetched takes a while. */
    private static final Optional<TestEngine> FOUND = find();

    /** {@return the first that answers and has the image, or can fetch it}; where there is none the test is skipped */
    public static TestEngine require() {
        Assumptions.assumeTrue(FOUND.isPresent(), "no container engine answers, or it has not the image for tests");
        return FOUND.get();
    }

    private static Optional<TestEngine> find() {
        String image = Optional.ofNullable(System.getenv("BELAY_TEST_IMAGE"))
                .filter(name -> !name.isBlank())
                .orElse(OFFICIAL);
        return List.of("docker", "podman").stream()
                .map(program -> new TestEngine(program, image))
                .filter(engine -> engine.succeeds("info"))
                .findFirst()
                .filter(engine ->
                        engine.succeeds("image", "inspect", image) || engine.succeeds("pull", "--quiet", image));
    }

    /** {@return what a command says that has to succeed, line by line} */
    public List<String> lines(String... arguments) {
        try {
            Process process = start(arguments);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@return the major version of the image's programs} */
    public int major() {
        String said = String.join(" ", lines("run", "--rm", "--entrypoint", "pg_dump", image, "--version"));
        return Integer.parseInt(said.replaceFirst(".*\\(PostgreSQL\\) (\\d+).*", "$1"));
    }

    /** {@return the containers that a process has made, of whatever state} */
    public List<String> containersOf(long pid) {
        return lines("ps", "--all", "--quiet", "--filter", "label=dev.belay.pid=" + pid);
    }

    private boolean succeeds(String... arguments) {
        try {
            Process process = start(arguments);
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // it is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }
}
