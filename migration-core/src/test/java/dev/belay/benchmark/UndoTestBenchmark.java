package dev.belay.benchmark;

import dev.belay.analysis.ScratchRequest;
import dev.belay.command.TestScripts;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.Setting;
import dev.belay.outcome.Progress;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestedScript.Result;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The test of all undo scripts of the folder that {@code belay.benchmark.scripts} names, beside psql running the same ups
 * and downs with a {@code pg_dump --schema-only} after each: every pair up, down and up, then all down and up once more.
 * The two take turns; nothing is done where no folder is named.
 */
public final class UndoTestBenchmark {

    private static final int PAIRS = Integer.getInteger("belay.benchmark.pairs", 1);

    private UndoTestBenchmark() {}

    public static void main(String[] arguments) {
        String folder = System.getProperty("belay.benchmark.scripts", "");
        if (folder.isBlank()) {
            return;
        }
        PostgresClient client = PostgresClient.find()
                .orElseThrow(() -> new IllegalStateException("no psql and pg_dump are installed to compare with"));
        MigrationProject project = project(Path.of(folder).toAbsolutePath());
        for (int pair = 1; pair <= PAIRS; pair++) {
            long start = System.nanoTime();
            TestOutcome outcome = ours(project, Path.of(folder), client.major());
            long between = System.nanoTime();
            int dumps = theirs(project, client);
            long end = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d scripts (%d exact): %d ms; psql, and pg_dump %d times: %d ms; time x %.2f%n",
                    outcome.scripts().size(),
                    outcome.count(Result.EXACT),
                    (between - start) / 1_000_000,
                    dumps,
                    (end - between) / 1_000_000,
                    (double) (between - start) / (end - between));
        }
    }

    private static MigrationProject project(Path folder) {
        var settings = new FlywaySettings(
                Map.of("flyway.locations", new Setting("filesystem:" + folder, "benchmark")), List.of(), List.of());
        return MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(folder)),
                UndoTestBenchmark.class.getClassLoader());
    }

    private static TestOutcome ours(MigrationProject project, Path folder, int major) {
        var scratch = new ScratchRequest(
                () -> new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                ScratchRequest.DEFAULT_TIMEOUT);
        return TestScripts.run(new TestScripts.Request(
                folder,
                project,
                List.of(folder),
                new TestScripts.Choice.Range(Optional.empty(), Optional.empty()),
                scratch,
                List.of(),
                Progress.SILENT));
    }

    /** {@return how many dumps were made} What a script leaves that fails, or undoes not all, the next ones find. */
    private static int theirs(MigrationProject project, PostgresClient client) {
        Map<Version, ScriptFile> undo = new HashMap<>();
        project.scripts().undo().forEach(file -> undo.put(file.name().version().orElseThrow(), file));
        List<ScriptFile> ups = project.scripts().versioned();
        List<ScriptFile> downs = new ArrayList<>();
        ups.forEach(up ->
                Optional.ofNullable(undo.get(up.name().version().orElseThrow())).ifPresent(downs::add));
        var sequence = new ArrayList<ScriptFile>();
        for (ScriptFile up : ups) {
            sequence.add(up);
            Optional.ofNullable(undo.get(up.name().version().orElseThrow())).ifPresent(down -> {
                sequence.add(down);
                sequence.add(up);
            });
        }
        Collections.reverse(downs);
        sequence.addAll(downs);
        sequence.addAll(ups);
        try (var servers = new TestServers()) {
            TestDatabase database = servers.newDatabase(client.major());
            for (ScriptFile script : sequence) {
                client.psql(database, Path.of(script.location()), Map.of());
                client.schema(database);
            }
        }
        return sequence.size();
    }
}
