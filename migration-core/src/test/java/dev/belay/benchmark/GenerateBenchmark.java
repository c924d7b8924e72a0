package dev.belay.benchmark;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.command.Generate;
import dev.belay.generate.Wanted;
import dev.belay.generate.WantedFile;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.Setting;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code db:generate} makes of the final schema of the scripts in the folder that {@code belay.benchmark.scripts}
 * names, as {@code pg_dump --schema-only} writes it: from empty, and from the first half of the scripts. The scripts and
 * what was generated are then run by psql on another database, whose snapshot is compared with that of the final one; and
 * it is generated again, of which nothing must come. Nothing is done where no folder is named.
 */
public final class GenerateBenchmark {

    private final PostgresClient client;
    private final TestServers servers;
    private final Path work;

    private GenerateBenchmark(PostgresClient client, TestServers servers, Path work) {
        this.client = client;
        this.servers = servers;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        String folder = System.getProperty("belay.benchmark.scripts", "");
        if (folder.isBlank()) {
            return;
        }
        PostgresClient client = PostgresClient.find()
                .orElseThrow(() -> new IllegalStateException("no psql and pg_dump are installed to compare with"));
        Path work = Files.createTempDirectory("generate-benchmark");
        try (var servers = new TestServers()) {
            new GenerateBenchmark(client, servers, work)
                    .run(project(Path.of(folder).toAbsolutePath()));
        }
    }

    private void run(MigrationProject project) throws Exception {
        List<ScriptFile> versioned = project.scripts().versioned();
        TestDatabase last = servers.newDatabase(client.major());
        for (ScriptFile script : versioned) {
            psql(last, Path.of(script.location()));
        }
        for (ScriptFile script : project.scripts().repeatable()) {
            psql(last, Path.of(script.location()));
        }
        var wanted = new WantedFile("final.sql", String.join("\n", client.schema(last)) + "\n");
        from("empty", List.of(), wanted, last);
        from("half-way", versioned.subList(0, versioned.size() / 2), wanted, last);
    }

    private void from(String name, List<ScriptFile> scripts, WantedFile wanted, TestDatabase last) throws Exception {
        Path folder = Files.createDirectory(work.resolve(name));
        for (ScriptFile script : scripts) {
            Files.copy(Path.of(script.location()), folder.resolve(script.name().fileName()));
        }
        long start = System.nanoTime();
        GenerateOutcome outcome = generate(folder, wanted);
        long end = System.nanoTime();
        TestDatabase database = servers.newDatabase(client.major());
        for (ScriptFile script : scripts) {
            psql(database, Path.of(script.location()));
        }
        for (GenerateOutcome.Script script : outcome.scripts()) {
            psql(database, transaction(script));
        }
        SchemaDiff difference = SchemaDiff.between(snapshot(last), snapshot(database));
        GenerateOutcome again = generate(folder, wanted);
        System.out.printf(
                Locale.ROOT,
                "from %s (%d scripts): %d scripts of %d statements in %d ms, %d findings; result %s; again %d scripts%n",
                name,
                scripts.size(),
                outcome.scripts().size(),
                outcome.scripts().stream()
                        .mapToInt(GenerateOutcome.Script::statements)
                        .sum(),
                (end - start) / 1_000_000,
                outcome.findings().size(),
                difference.isEmpty()
                        ? "exact"
                        : difference.isColumnOrderOnly() ? "exact but for the order of columns" : difference.lines(),
                again.scripts().size());
        outcome.notes().forEach(System.out::println);
    }

    private GenerateOutcome generate(Path folder, WantedFile wanted) {
        return Generate.run(new Generate.Request(
                folder,
                project(folder),
                List.of(folder),
                folder,
                new Wanted.Sql(List.of(wanted)),
                List.of(),
                true,
                rename -> false,
                "generated",
                new ScratchRequest(
                        () -> new EmbeddedScratch(
                                client.major(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                        "shop",
                        false,
                        Optional.empty(),
                        true,
                        ScratchRequest.DEFAULT_TIMEOUT),
                RuleSettings.parse(Map.of(), Optional.empty()),
                client.major(),
                Optional.empty(),
                Map.of(),
                LocalDateTime.now(),
                false));
    }

    /** A script that has no {@code .conf} runs in a transaction. */
    private Path transaction(GenerateOutcome.Script script) throws IOException {
        Path file = script.files().get(0);
        if (Files.exists(Path.of(file + ".conf"))) {
            return file;
        }
        return Files.writeString(
                Files.createTempFile(work, "transaction", ".sql"), "BEGIN;\n" + script.text() + "COMMIT;\n");
    }

    private void psql(TestDatabase database, Path script) {
        PostgresClient.Result result = client.psql(database, script, Map.of());
        if (result.exitCode() != 0) {
            throw new IllegalStateException(script + ": " + result.output());
        }
    }

    private static SchemaSnapshot snapshot(TestDatabase database) throws SQLException {
        try (Connection connection =
                new Sessions(Progress.SILENT).open(database.settings(), RunId.random(), SessionRole.READ)) {
            return SnapshotReader.read(connection, Set.of());
        }
    }

    private static MigrationProject project(Path folder) {
        var settings = new FlywaySettings(
                Map.of("flyway.locations", new Setting("filesystem:" + folder, "benchmark")), List.of(), List.of());
        return MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(folder)),
                GenerateBenchmark.class.getClassLoader());
    }
}
