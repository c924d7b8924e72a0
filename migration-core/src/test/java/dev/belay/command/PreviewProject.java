package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.PreviewGoal;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.FlywaySettingsLoader;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.SettingsSources;
import dev.belay.outcome.Environment;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;

/** A project, a database, and copies of it in which psql runs previews. */
final class PreviewProject {

    final PostgresClient client;
    final TestDatabase database;
    private final TestServers servers;
    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();

    PreviewProject(TestServers servers, PostgresClient client, Path folder) {
        this.servers = servers;
        this.client = client;
        this.folder = folder;
        // pg_dump refuses a server that is newer than itself
        this.database = servers.newDatabase(Math.min(17, client.major()));
        set("locations", "filesystem:" + folder.resolve("sql"));
    }

    PreviewProject script(String name, String text) {
        try {
            Path file = folder.resolve("sql").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PreviewProject delete(String name) {
        try {
            Files.delete(folder.resolve("sql").resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PreviewProject set(String key, String value) {
        settings.put("flyway." + key, value);
        return this;
    }

    Path file() {
        return folder.resolve("target").resolve("db").resolve("preview.sql");
    }

    String text() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DatabaseRequest request(TestDatabase of) {
        ProjectLayout layout = ProjectLayout.standard(folder);
        FlywaySettings flyway = FlywaySettingsLoader.load(
                SettingsSources.of(layout, folder.resolve("home")).withUserProperties(settings));
        MigrationProject project = MigrationProject.open(
                flyway, LocationResolver.resolve(flyway, layout), PreviewProject.class.getClassLoader());
        return new DatabaseRequest(project, of.settings(), false, Environment.DEVELOPMENT, Progress.SILENT);
    }

    PreviewProject upgrade(String target) {
        run(database, up(target));
        return this;
    }

    /** {@return plain Flyway on a database, with this project's settings} */
    Flyway flyway(TestDatabase of) {
        ConnectionSettings connection = of.settings();
        return Flyway.configure(PreviewProject.class.getClassLoader())
                .configuration(settings)
                .dataSource(
                        connection.jdbcUrl(),
                        connection.user().orElseThrow(),
                        connection.password().map(Secret::reveal).orElse(null))
                .load();
    }

    static PreviewGoal up(String target) {
        return new PreviewGoal.Up(Targets.up(Optional.of(target)));
    }

    static PreviewGoal down(String target) {
        return new PreviewGoal.Down(Targets.down(Optional.of(target)));
    }

    PreviewOutcome preview(PreviewGoal goal) {
        return Preview.run(new Preview.Request(request(database), goal, file()));
    }

    /** Runs the goal itself. */
    void run(TestDatabase of, PreviewGoal goal) {
        if (goal instanceof PreviewGoal.Up up) {
            Upgrade.run(new Upgrade.Request(request(of), up.target()));
        } else {
            Downgrade.run(new Downgrade.Request(request(of), ((PreviewGoal.Down) goal).target()));
        }
    }

    /** {@return a copy of the database as it is now} */
    TestDatabase copy() {
        String name = "copy_" + UUID.randomUUID().toString().replace("-", "");
        TestDatabase admin = new TestDatabase(
                "postgres", database.major(), servers.server(database.major()).connection("postgres"));
        String owner = admin.query(
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '" + database.name() + "'")
                .get(0);
        admin.execute("CREATE DATABASE " + name + " TEMPLATE " + database.name() + " OWNER " + owner);
        return new TestDatabase(
                name,
                database.major(),
                servers.server(database.major())
                        .connection(name)
                        .withCredentials(
                                database.settings().user(), database.settings().password()));
    }

    /** psql runs the preview to its end. */
    void psql(TestDatabase of) {
        PostgresClient.Result result = client.psql(of, file(), Map.of());
        assertThat(result.exitCode()).as(() -> result.output() + "\n" + text()).isZero();
    }

    /**
     * {@return all that is in a database as pg_dump writes it; what differs from run to run (times, durations, names of
     * runs, who started them) made the same, which changes the database}
     */
    List<String> state(TestDatabase of, String history) {
        of.execute("UPDATE " + history + " SET installed_on = 'epoch', execution_time = 0");
        if (!of.query("SELECT 1 FROM pg_namespace WHERE nspname = 'belay'").isEmpty()) {
            of.execute("UPDATE belay.run SET id = md5(random()::text), started_at = 'epoch', started_by = ''"
                    + " WHERE started_at > 'epoch'");
            of.execute("UPDATE belay.run SET finished_at = 'epoch' WHERE finished_at > 'epoch'");
            of.execute("UPDATE belay.script SET run = '', kept_at = 'epoch' WHERE kept_at > 'epoch'");
        }
        Pattern runRow = Pattern.compile("^[0-9a-f]{32}\t(upgrade|downgrade)\t");
        return client.dump(of).stream()
                .map(line -> runRow.matcher(line).replaceFirst("<run>\t$1\t"))
                .toList();
    }

    /** {@return what plain Flyway's {@code info} says} */
    List<String> info(TestDatabase of) {
        var lines = new ArrayList<String>();
        for (var info : flyway(of).info().all()) {
            lines.add(info.getInstalledRank() + " " + info.getVersion() + " " + info.getDescription() + " "
                    + info.getType() + " " + info.getScript() + " " + info.getChecksum() + " " + info.getState() + " "
                    + info.getInstalledBy());
        }
        return lines;
    }
}
