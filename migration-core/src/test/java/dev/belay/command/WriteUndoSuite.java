package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.Progress;
import dev.belay.outcome.UndoOutcome;
import dev.belay.outcome.UndoOutcome.Result;
import dev.belay.report.Line;
import dev.belay.report.Style;
import dev.belay.report.UndoText;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Undo scripts are written for the scripts of a project of its own, and tried. */
@ExtendWith(PostgresExtension.class)
abstract class WriteUndoSuite {

    static final String SCRIPTS = "src/main/resources/db/migration/";

    @TempDir
    Path temp;

    void script(String name, String sql) throws IOException {
        Path file = temp.resolve(SCRIPTS + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    String read(String name) throws IOException {
        return Files.readString(temp.resolve(SCRIPTS + name));
    }

    UndoOutcome write() {
        return write(Optional.empty(), false);
    }

    UndoOutcome write(Optional<String> target, boolean dryRun) {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        var locations = LocationResolver.resolve(settings, ProjectLayout.standard(temp));
        var scratch = new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                Duration.ofMinutes(2));
        return WriteUndo.run(new WriteUndo.Request(
                MigrationProject.open(settings, locations, WriteUndoTest.class.getClassLoader()),
                List.of(temp.resolve(SCRIPTS)),
                scratch,
                target,
                dryRun,
                Progress.SILENT));
    }

    static List<Result> results(UndoOutcome outcome) {
        return outcome.scripts().stream().map(UndoOutcome.Script::result).toList();
    }

    static List<String> said(UndoOutcome outcome, Line.Level level) {
        return UndoText.lines(outcome, Style.PLAIN).stream()
                .filter(line -> line.level() == level)
                .map(Line::text)
                .toList();
    }

    String text(String name) {
        try {
            return read(name);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
