package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.migrate.ProjectFixture;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.CurrentOutcome;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Environment;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.testing.Snapshot;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

/**
 * A project with its scripts in a folder, and a database that a role of its own owns, whose password is an awkward one.
 * Whatever a goal says here, to {@link Told} or in an exception, is searched for that password.
 */
final class Scenario implements AutoCloseable {

    /** What URLs, SQL, shells and patterns each trip over. */
    static final String PASSWORD = "pa ss'@:/% \\\"$1 word";

    private final TestServer server;
    private final TestDatabase superuser;
    private final TestDatabase database;
    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();
    private final Told told = new Told();
    private ClassLoader classes = Scenario.class.getClassLoader();
    private String undoPrefix = "U";

    Scenario(TestServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        this.superuser = server.newDatabase();
        String owner = superuser.name() + "_owner";
        superuser.execute("CREATE ROLE " + owner + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''")
                + "'; ALTER DATABASE " + superuser.name() + " OWNER TO " + owner);
        this.database = as(owner);
        locations("filesystem:" + folder);
    }

    /** {@return the database as another role with the same password sees it} */
    TestDatabase as(String role) {
        return new TestDatabase(
                superuser.name(),
                superuser.major(),
                superuser.settings().withCredentials(Optional.of(role), Optional.of(new Secret(PASSWORD))));
    }

    /** {@return the database, as its owner} */
    TestDatabase database() {
        return database;
    }

    /** {@return the role that owns the database} */
    String owner() {
        return database.settings().user().orElseThrow();
    }

    /** {@return the database, as superuser} */
    TestDatabase superuser() {
        return superuser;
    }

    /** Gives the owner what a restore needs beyond the database. */
    void mayRestore() {
        superuser.execute("ALTER ROLE " + owner() + " CREATEDB; GRANT pg_signal_backend TO " + owner());
    }

    /** {@return the server's database postgres, as superuser} */
    TestDatabase maintenance() {
        return new TestDatabase(
                "postgres", superuser.major(), superuser.settings().withDatabase("postgres"));
    }

    /** {@return the databases that were made from this one} */
    List<String> beside() {
        return maintenance().query("SELECT datname FROM pg_database WHERE datname LIKE '" + superuser.name() + "\\_%'");
    }

    /** Drops {@link #beside}. */
    void dropBeside() {
        beside().forEach(name -> maintenance().execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    /** {@return a scenario on a new database of the same server, with the same scripts and settings} */
    Scenario another() {
        var other = new Scenario(server, folder);
        other.settings.putAll(settings);
        other.classes = classes;
        other.undoPrefix = undoPrefix;
        return other;
    }

    Scenario script(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    Scenario script(String path, String text, Charset encoding) {
        return bytes(path, text.getBytes(encoding));
    }

    Scenario bytes(String path, byte[] content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scenario delete(String path) {
        try {
            Files.delete(folder.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A V and U script that create and drop a table. */
    Scenario table(String version, String name) {
        return script("V" + version + "__create_" + name + ".sql", "CREATE TABLE " + name + " (id int PRIMARY KEY);\n")
                .script("U" + version + "__create_" + name + ".sql", "DROP TABLE " + name + ";\n");
    }

    /** V1 and U1: a table of 1000 customers. */
    Scenario customers() {
        return customers("", "");
    }

    /** The same, with more in these two scripts. */
    Scenario customers(String up, String down) {
        return script(
                        "V1__base.sql",
                        "CREATE TABLE customer (id int PRIMARY KEY, name text);"
                                + " INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 1000) i;" + up)
                .script("U1__base.sql", "DROP TABLE customer;" + down);
    }

    /** V2 and U2: their addresses. */
    Scenario mail() {
        return script("V2__mail.sql", "ALTER TABLE customer ADD COLUMN mail text;")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;");
    }

    Path folder() {
        return folder;
    }

    /** Sets Flyway's setting of this name, without {@code flyway.}. */
    Scenario set(String key, String value) {
        settings.put("flyway." + key, value);
        return this;
    }

    Scenario locations(String... locations) {
        return set("locations", String.join(",", locations));
    }

    Scenario classes(ClassLoader loader) {
        classes = loader;
        return this;
    }

    Scenario undoPrefix(String prefix) {
        undoPrefix = prefix;
        return this;
    }

    Map<String, String> settings() {
        return settings;
    }

    Told told() {
        return told;
    }

    DatabaseRequest request() {
        return request(database.settings());
    }

    DatabaseRequest request(ConnectionSettings connection) {
        return new DatabaseRequest(
                ProjectFixture.project(settings, classes, undoPrefix),
                connection,
                false,
                Environment.DEVELOPMENT,
                told);
    }

    UpgradeOutcome upgrade() {
        return upgrade("latest");
    }

    UpgradeOutcome upgrade(String target) {
        return discreet(() -> Upgrade.run(new Upgrade.Request(request(), Targets.up(Optional.of(target)))));
    }

    DowngradeOutcome downgrade(String target) {
        return discreet(() -> Downgrade.run(new Downgrade.Request(request(), Targets.down(Optional.of(target)))));
    }

    CurrentOutcome current() {
        return discreet(() -> Current.run(request()));
    }

    List<HistoryEntry> history() {
        return discreet(() -> History.run(request())).entries();
    }

    /** {@return each entry of the history as {@code version or description, state}} */
    List<String> states() {
        return history().stream()
                .map(entry -> entry.version().orElse(entry.description()) + " "
                        + entry.state().label())
                .toList();
    }

    /** {@return what the goal returns; whatever it throws does not hold the password} */
    <T> T discreet(Supplier<T> goal) {
        try {
            return goal.get();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain(PASSWORD);
            }
            if (e instanceof BelayException belay) {
                assertThat(belay.problem().next()).isNotBlank();
            }
            throw e;
        }
    }

    /** {@return plain Flyway on the same scripts and database; it knows no undo scripts} */
    Flyway plain() {
        ClassicConfiguration configuration = ProjectFixture.configuration(settings, classes);
        configuration.setDataSource(
                database.settings().jdbcUrl(), database.settings().user().orElseThrow(), PASSWORD);
        return new Flyway(configuration);
    }

    /** {@return everything in the database; equal only when nothing was touched} */
    List<String> everything() {
        return Snapshot.everything(superuser);
    }

    List<String> query(String sql) {
        return database.query(sql);
    }

    void execute(String sql) {
        database.execute(sql);
    }

    @Override
    public void close() {
        assertThat(told.everything()).noneMatch(line -> line.contains(PASSWORD));
        server.drop(superuser);
    }
}
