package dev.belay.benchmark;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.TableSizes;
import dev.belay.command.Check;
import dev.belay.command.CheckRequest;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettingsLoader;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.SettingsSources;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.Progress;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One check in a JVM of its own. Arguments: the folder of the scripts, and either {@code text}, for all of them without a
 * server, or how many there are, of which the last five are pending and tried.
 */
public final class CheckContestant {

    static final int PENDING = 5;

    private CheckContestant() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        ProjectLayout layout = ProjectLayout.standard(folder);
        var settings = FlywaySettingsLoader.load(
                SettingsSources.of(layout, folder).withOverrides(Map.of("flyway.locations", "filesystem:" + folder)));
        var project = MigrationProject.open(
                settings, LocationResolver.resolve(settings, layout), CheckContestant.class.getClassLoader());
        boolean text = arguments[1].equals("text");
        Optional<PendingOnTarget> pending = text
                ? Optional.empty()
                : Optional.of(new PendingOnTarget("the benchmark", lastOf(Integer.parseInt(arguments[1]))));
        CheckOutcome outcome = Check.run(new CheckRequest(
                folder,
                project,
                List.of(folder),
                Optional.empty(),
                Map.of(),
                RuleSettings.DEFAULT,
                TestBinaries.defaultMajor(),
                text ? Optional.empty() : Optional.of(scratch()),
                TableSizes.UNKNOWN,
                Optional.empty(),
                pending));
        System.out.println(
                outcome.statements() + " statements, " + outcome.findings().size() + " findings");
    }

    private static Set<String> lastOf(int scripts) {
        return IntStream.rangeClosed(scripts - PENDING + 1, scripts)
                .mapToObj(CheckBenchmark::name)
                .collect(Collectors.toSet());
    }

    private static ScratchRequest scratch() {
        return new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                ScratchRequest.DEFAULT_TIMEOUT);
    }
}
