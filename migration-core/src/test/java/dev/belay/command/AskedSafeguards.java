package dev.belay.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.analysis.RuleSettings;
import dev.belay.analysis.ScratchRequest;
import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Backing;
import dev.belay.command.Safeguards.Checking;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.finding.FailOn;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.report.RunReports;
import dev.belay.server.ClientSource;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestBinaries;
import dev.belay.validation.AssertionFile;
import dev.belay.validation.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The safeguards of a test, of which it changes what it is about. */
final class AskedSafeguards {

    /** A statement that fails, and that no rehearsal sees fail: the copy has no run lock. */
    static final String GATE =
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                    + " AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;";

    private final Scenario scenario;
    private final Path backups;
    Environment environment = Environment.DEVELOPMENT;
    Optional<Mode> rehearsal = Optional.of(Mode.SCRATCH);
    BackupMethod method = BackupMethod.PG_DUMP;
    int keepDays = 30;
    long maxBytes = 1_000_000_000L;
    boolean check = true;
    Optional<BackupCommand> command = Optional.empty();
    Optional<ClientSource> client = Optional.empty();
    Safeguards.CopyServer server = this::server;
    boolean backing = true;
    WayOut onFailure = WayOut.ROLLBACK;
    WayOut onInvalid = WayOut.ROLLBACK;
    boolean force;
    boolean acceptLoss;
    Duration timeout = Duration.ofMinutes(5);
    Optional<HealthCheck> health = Optional.empty();
    Optional<ReviewedPlan> plan = Optional.empty();
    Optional<Duration> maxLockTime = Optional.empty();
    MaintenanceWindow window = MaintenanceWindow.NONE;
    List<AssertionFile> assertions = List.of();
    RunReports reports = RunReports.NONE;

    AskedSafeguards(Scenario scenario, Path backups) {
        this.scenario = scenario;
        this.backups = backups;
    }

    /** The same, with a pg_dump for the server; without one the test is skipped. */
    static AskedSafeguards withDump(Scenario scenario, Path backups) {
        int major = scenario.database().major();
        assumeTrue(
                PostgresClient.find().filter(client -> client.major() >= major).isPresent(),
                "pg_dump " + major + " or later is needed");
        return new AskedSafeguards(scenario, backups);
    }

    /** Upgrades to the latest version with them. */
    UpgradeOutcome upgrade() {
        DatabaseRequest plain = scenario.request();
        var request = new DatabaseRequest(
                plain.project(), plain.connection(), plain.embedded(), environment, plain.progress());
        return scenario.discreet(
                () -> Upgrade.run(new Upgrade.Request(request, Targets.up(Optional.of("latest")), get())));
    }

    Safeguards get() {
        return new Safeguards(
                check ? Optional.of(new Checking(this::check, FailOn.HIGH)) : Optional.empty(),
                backing
                        ? Optional.of(new Backing(method, backups, keepDays, Optional.empty(), client, command))
                        : Optional.empty(),
                rehearsal.map(mode -> new Rehearsing(mode, server, maxBytes, maxLockTime)),
                onFailure,
                onInvalid,
                acceptLoss,
                force,
                timeout,
                Optional.empty(),
                window,
                health,
                plan,
                assertions,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                reports);
    }

    private CheckRequest check(CheckRequest.PendingOnTarget pending, int major, TargetFacts facts) {
        return new CheckRequest(
                scenario.folder(),
                scenario.request().project(),
                List.of(scenario.folder()),
                Optional.empty(),
                Map.of(),
                RuleSettings.DEFAULT,
                major,
                Optional.of(new ScratchRequest(
                        () -> server(major), "shop", false, Optional.empty(), true, Duration.ofMinutes(2))),
                facts.sizes(),
                Optional.empty(),
                Optional.of(pending));
    }

    private EmbeddedScratch server(int major) {
        return new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT);
    }
}
