package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.maven.shared.invoker.InvocationRequest;

/** {@code mvn db:upgrade} on a database, as a process that can be killed; its scratch servers are its own. */
final class KilledMaven {

    private static final long PATIENCE_SECONDS = 120;

    private final TestMaven maven;
    private final Path project;
    private final TestDatabase database;
    private final InetSocketAddress health;
    private final Path home;
    private final Path traffic;
    private final List<String> said = new ArrayList<>();

    /**
     * @param health answers that all is well
     * @param folder where the scratch servers are
     */
    KilledMaven(TestMaven maven, Scenario project, TestDatabase database, InetSocketAddress health, Path folder) {
        this.maven = maven;
        this.project = project.folder();
        this.database = database;
        this.health = health;
        this.home = folder.resolve("home");
        this.traffic = folder.resolve("traffic-is-stopped");
    }

    /** {@return the exit code of one that nobody kills} */
    int run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try (BufferedReader lines = lines(process)) {
            lines.lines().forEach(said::add);
        }
        return process.waitFor();
    }

    /**
     * Starts one and kills it.
     *
     * @param behind what it says before
     * @param millis how long after that
     * @return whether it came to that
     */
    boolean killed(String behind, int millis) throws IOException, InterruptedException {
        Process process = start();
        boolean came = false;
        try (BufferedReader lines = lines(process)) {
            while (!came) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                said.add(line);
                came = line.contains(behind);
            }
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
        said.add("--- killed");
        return came;
    }

    /** {@return what all runs have said} */
    String log() {
        return String.join(System.lineSeparator(), said);
    }

    /** Nobody and nothing of the runs is left: databases, fences, sessions, locks, servers, a closed window. */
    void requireNothingLeft() throws InterruptedException {
        assertThat(traffic).as(log()).doesNotExist();
        String name = database.name();
        assertThat(database.query("SELECT datname FROM pg_database WHERE datname LIKE '" + name + "\\_%'"))
                .isEmpty();
        assertThat(database.query("SELECT datallowconn FROM pg_database WHERE datname = '" + name + "'"))
                .containsExactly("t");
        assertThat(database.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .isEmpty();
        database.execute("DO $$ DECLARE waited int := 0; BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name LIKE 'belay %') LOOP"
                + " PERFORM pg_sleep(0.1); PERFORM pg_stat_clear_snapshot(); waited := waited + 1;"
                + " IF waited > " + PATIENCE_SECONDS * 10 + " THEN RAISE 'a session is left'; END IF;"
                + " END LOOP; END $$");
        assertThat(database.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEmpty();
        for (ProcessHandle server : servers()) {
            assertThat(server.onExit()
                            .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join())
                    .as("a server that is left: " + server.info().commandLine())
                    .isNotNull();
        }
    }

    private List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(home.toString()))
                        .isPresent())
                .toList();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private Process start(String... arguments) throws IOException {
        InvocationRequest request = maven.request(project, List.of(arguments), Map.of("BELAY_HOME", home.toString()));
        var command = new ArrayList<>(List.of(
                request.getMavenHome().toPath().resolve("bin").resolve("mvn").toString(),
                "--batch-mode",
                "--global-settings",
                request.getGlobalSettingsFile().toString(),
                "--settings",
                request.getUserSettingsFile().toString(),
                "-Dmaven.repo.local=" + request.getLocalRepositoryDirectory(null),
                "db:upgrade",
                "-Ddb.url=" + database.settings().jdbcUrl(),
                "-Ddb.user=" + database.settings().user().orElseThrow(),
                "-Ddb.password=" + database.settings().password().orElseThrow().reveal(),
                "-Ddb.environment=staging",
                "-Ddb.failOn=never",
                "-Ddb.backup.dir=" + project.resolve("backups"),
                "-Ddb.before=touch '" + traffic + "'",
                "-Ddb.after=rm -f '" + traffic + "'",
                "-Ddb.healthUrl=http://" + health.getHostString() + ":" + health.getPort() + "/"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(request.getShellEnvironments());
        builder.environment().put("JAVA_HOME", request.getJavaHome().toString());
        builder.environment().put("MAVEN_OPTS", request.getMavenOpts());
        Files.createDirectories(home);
        return builder.start();
    }
}
