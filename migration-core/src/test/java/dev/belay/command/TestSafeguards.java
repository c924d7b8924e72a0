package dev.belay.command;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Backing;
import dev.belay.command.Safeguards.Checking;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.finding.FailOn;
import dev.belay.outcome.Progress;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import dev.belay.validation.AssertionFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All safeguards of a run in a scenario, as a test wants them. */
final class TestSafeguards {

    private final Scenario scenario;
    private final Path backups;

    boolean checking = true;
    boolean backing = true;
    boolean rehearsing = true;
    Mode mode = Mode.SCRATCH;
    WayOut onFailure = WayOut.ROLLBACK;
    boolean force;
    boolean acceptLoss;
    Optional<ReviewedPlan> plan = Optional.empty();
    Optional<Duration> maxLockTime = Optional.empty();
    List<AssertionFile> assertions = List.of();

    TestSafeguards(Scenario scenario, Path backups) {
        this.scenario = scenario;
        this.backups = backups;
    }

    Safeguards made() {
        return new Safeguards(
                checking ? Optional.of(new Checking(this::check, FailOn.HIGH)) : Optional.empty(),
                backing
                        ? Optional.of(new Backing(
                                BackupMethod.PG_DUMP,
                                backups,
                                30,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                        : Optional.empty(),
                rehearsing
                        ? Optional.of(new Rehearsing(mode, TestSafeguards::server, 1_000_000_000L, maxLockTime))
                        : Optional.empty(),
                onFailure,
                WayOut.ROLLBACK,
                acceptLoss,
                force,
                Duration.ofMinutes(5),
                Optional.empty(),
                MaintenanceWindow.NONE,
                Optional.empty(),
                plan,
                assertions,
                Optional.empty(),
                List.of());
    }

    CheckRequest check(CheckRequest.PendingOnTarget pending, int major, TargetFacts facts) {
        return new CheckRequest(
                scenario.folder(),
                scenario.request().project(),
                List.of(scenario.folder()),
                Optional.empty(),
                Map.of(),
                RuleSettings.DEFAULT,
                major,
                Optional.of(new ScratchRequest(
                        () -> server(major), "shop", false, Optional.empty(), true, Duration.ofSeconds(30))),
                facts.sizes(),
                Optional.empty(),
                Optional.of(pending));
    }

    private static EmbeddedScratch server(int major) {
        return new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT);
    }
}
