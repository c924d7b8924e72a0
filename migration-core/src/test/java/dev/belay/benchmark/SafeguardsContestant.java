package dev.belay.benchmark;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.backup.Restore;
import dev.belay.backup.RestoreOptions;
import dev.belay.command.CheckRequest;
import dev.belay.command.DatabaseRequest;
import dev.belay.command.MaintenanceWindow;
import dev.belay.command.Safeguards;
import dev.belay.command.Safeguards.Backing;
import dev.belay.command.Safeguards.Checking;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.command.Targets;
import dev.belay.command.Upgrade;
import dev.belay.finding.FailOn;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.Setting;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.report.RunReports;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One backup, restore or safeguarded upgrade in a JVM of its own; its last line is the most memory that this took, in kB.
 * Arguments: what to do, the database's URL, the folder of the backups, and the folder of the scripts.
 */
public final class SafeguardsContestant {

    static final String RESTORED = "belay_benchmark_restored";

    private SafeguardsContestant() {}

    public static void main(String[] arguments) throws IOException {
        ConnectionSettings database = PostgresUrl.parse(arguments[1], "the benchmark");
        Path backups = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "backup" -> new Backups().make(BackupRequest.of(database, backups, RunId.random()));
            case "restore" -> {
                Backup backup = new Backups()
                        .list(backups, Optional.empty()).stream()
                                .flatMap(entry -> entry.backup().stream())
                                .findFirst()
                                .orElseThrow();
                Restore.into(
                        backup, database.withDatabase("postgres"), RESTORED, RestoreOptions.complete(RunId.random()));
            }
            case "upgrade" -> upgrade(database, backups, Path.of(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println(peak());
    }

    private static void upgrade(ConnectionSettings database, Path backups, Path scripts) {
        var settings = new FlywaySettings(
                Map.of("flyway.locations", new Setting("filesystem:" + scripts, "benchmark")), List.of(), List.of());
        var project = MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(scripts)),
                SafeguardsContestant.class.getClassLoader());
        var request = new DatabaseRequest(project, database, false, Environment.STAGING, Progress.SILENT);
        Upgrade.run(
                new Upgrade.Request(request, Targets.up(Optional.of("latest")), safeguards(project, backups, scripts)));
    }

    private static Safeguards safeguards(MigrationProject project, Path backups, Path scripts) {
        Safeguards.CopyServer server =
                major -> new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT);
        return new Safeguards(
                Optional.of(new Checking(
                        (pending, major, facts) -> new CheckRequest(
                                scripts,
                                project,
                                List.of(scripts),
                                Optional.empty(),
                                Map.of(),
                                RuleSettings.DEFAULT,
                                major,
                                Optional.of(new ScratchRequest(
                                        () -> server.of(major),
                                        "benchmark",
                                        false,
                                        Optional.empty(),
                                        true,
                                        ScratchRequest.DEFAULT_TIMEOUT)),
                                facts.sizes(),
                                Optional.empty(),
                                Optional.of(pending)),
                        FailOn.NEVER)),
                Optional.of(new Backing(
                        BackupMethod.PG_DUMP, backups, 30, Optional.empty(), Optional.empty(), Optional.empty())),
                Optional.of(new Rehearsing(Mode.SCRATCH, server, Long.MAX_VALUE, Optional.empty())),
                WayOut.ROLLBACK,
                WayOut.STOP,
                false,
                false,
                Duration.ofHours(1),
                Optional.empty(),
                MaintenanceWindow.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                RunReports.NONE);
    }

    /** {@return the most of this process that was in memory at once, as Linux counts it; 0 elsewhere} */
    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }
}
