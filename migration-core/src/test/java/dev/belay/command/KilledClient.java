package dev.belay.command;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A process that upgrades, for a test to kill. */
final class KilledClient {

    private KilledClient() {}

    /** Starts one: its last argument is the password, its output a line for each statement begun. */
    static Process start(Scenario scenario) throws java.io.IOException {
        ConnectionSettings settings = scenario.database().settings();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledClient.class.getName(),
                        scenario.folder().toString(),
                        settings.jdbcUrl(),
                        scenario.owner(),
                        Scenario.PASSWORD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) {
        var told = new Told();
        told.onStatement(statement -> System.out.println(statement.summary()));
        var request = new DatabaseRequest(
                dev.belay.migrate.ProjectFixture.project(
                        Map.of("flyway.locations", "filesystem:" + arguments[0]),
                        KilledClient.class.getClassLoader(),
                        "U"),
                new ConnectionSettings(
                        arguments[1], Optional.of(arguments[2]), Optional.of(new Secret(arguments[3])), Map.of()),
                false,
                dev.belay.outcome.Environment.DEVELOPMENT,
                told);
        Upgrade.run(new Upgrade.Request(request, Targets.up(Optional.empty())));
    }
}
