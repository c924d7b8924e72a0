package dev.belay.command;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.finding.Severity;
import dev.belay.generate.Hint;
import dev.belay.generate.Rename;
import dev.belay.generate.Wanted;
import dev.belay.generate.WantedFile;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.Progress;
import dev.belay.outcome.TestOutcome;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A project whose migrations are generated.
 *
 * @param folder its own
 */
record GenerateProject(Path folder) {

    private static final String SCRIPTS = "src/main/resources/db/migration";

    void script(String name, String sql) {
        try {
            Files.createDirectories(scripts());
            Files.writeString(scripts().resolve(name), sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path scripts() {
        return folder.resolve(SCRIPTS);
    }

    /** {@return a script's text} */
    String read(String name) {
        try {
            return Files.readString(scripts().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the names of all files among the scripts} */
    List<String> files() {
        try (Stream<Path> files = Files.exists(scripts()) ? Files.list(scripts()) : Stream.empty()) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GenerateOutcome generate(String wanted) {
        return generate(wanted, "", false, rename -> false);
    }

    GenerateOutcome generate(String wanted, String renames, boolean destructive, Predicate<Rename> question) {
        return generate(
                new Wanted.Sql(List.of(new WantedFile("wanted.sql", wanted))), renames, destructive, question, false);
    }

    GenerateOutcome generate(
            Wanted wanted, String renames, boolean destructive, Predicate<Rename> question, boolean dryRun) {
        return Generate.run(new Generate.Request(
                folder,
                project(),
                List.of(scripts()),
                scripts(),
                wanted,
                renames.isEmpty() ? List.of() : Hint.parse(renames),
                destructive,
                question,
                "generated",
                scratch(),
                RuleSettings.parse(Map.of(), Optional.empty()),
                TestBinaries.defaultMajor(),
                Optional.empty(),
                Map.of(),
                LocalDateTime.of(2026, 1, 31, 10, 15),
                dryRun));
    }

    /** {@return what db:test says of all scripts} */
    TestOutcome test() {
        return TestScripts.run(new TestScripts.Request(
                folder,
                project(),
                List.of(scripts()),
                new TestScripts.Choice.Range(Optional.empty(), Optional.empty()),
                scratch(),
                List.of(),
                Progress.SILENT));
    }

    /** {@return what the check of the generated scripts has found, from medium up} */
    static List<String> rules(GenerateOutcome outcome) {
        return outcome.findings().stream()
                .filter(finding -> finding.severity() != Severity.LOW)
                .map(finding -> finding.rule().toString())
                .distinct()
                .toList();
    }

    private MigrationProject project() {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        return MigrationProject.open(
                settings,
                LocationResolver.resolveIfAny(settings, ProjectLayout.standard(folder)),
                GenerateProject.class.getClassLoader());
    }

    private static ScratchRequest scratch() {
        return new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                Duration.ofMinutes(2));
    }
}
