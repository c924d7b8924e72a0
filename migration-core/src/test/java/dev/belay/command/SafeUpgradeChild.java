package dev.belay.command;

import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Backing;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.migrate.ProjectFixture;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.outcome.StepReport;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.report.RunReports;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A process that upgrades or downgrades with a backup and a rehearsal, or restores a backup, for a test to kill. It prints a
 * line for each thing it does.
 */
final class SafeUpgradeChild {

    /** What no line begins with. */
    private static final String NEVER = "\n";

    private SafeUpgradeChild() {}

    /** Starts one that upgrades. */
    static Process start(Scenario scenario, Path backups) throws IOException {
        return start(scenario, backups, "upgrade", "latest", NEVER);
    }

    /** Starts one that upgrades until it has said a line that begins so, and then does nothing any more. */
    static Process start(Scenario scenario, Path backups, String last) throws IOException {
        return start(scenario, backups, "upgrade", "latest", last);
    }

    /** Starts one that downgrades until it has said a line that begins so, and then does nothing any more. */
    static Process startDown(Scenario scenario, Path backups, String target, String last) throws IOException {
        return start(scenario, backups, "downgrade", target, last);
    }

    /** Starts one that restores a backup, whatever is lost. */
    static Process startRestore(Scenario scenario, Path backup) throws IOException {
        return start(scenario, backup, "restore", "", NEVER);
    }

    private static Process start(Scenario scenario, Path backups, String goal, String target, String last)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("belay.test."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SafeUpgradeChild.class.getName()));
        command.addAll(List.of(
                scenario.folder().toString(),
                scenario.database().settings().jdbcUrl(),
                scenario.owner(),
                Scenario.PASSWORD,
                backups.toString(),
                goal,
                target,
                last));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Folder of the scripts, URL, role, password, folder of the backups or of the one, goal, its target, its last line. */
    public static void main(String[] arguments) {
        var request = new DatabaseRequest(
                ProjectFixture.project(
                        Map.of("flyway.locations", "filesystem:" + arguments[0]),
                        SafeUpgradeChild.class.getClassLoader(),
                        "U"),
                new ConnectionSettings(
                        arguments[1], Optional.of(arguments[2]), Optional.of(new Secret(arguments[3])), Map.of()),
                false,
                Environment.DEVELOPMENT,
                new Printing(arguments[7]));
        Path backups = Path.of(arguments[4]);
        Optional<String> target = Optional.of(arguments[6]);
        switch (arguments[5]) {
            case "upgrade" -> Upgrade.run(new Upgrade.Request(request, Targets.up(target), safeguards(backups)));
            case "downgrade" ->
                Downgrade.run(new Downgrade.Request(request, Targets.down(target), safeguards(backups)));
            default -> RestoreBackup.run(restore(request, backups));
        }
    }

    private static Safeguards safeguards(Path backups) {
        return safeguards(backups, WayOut.ROLLBACK);
    }

    /** {@return a restore by hand, whatever is lost} */
    static RestoreBackup.Request restore(DatabaseRequest request, Path backup) {
        return new RestoreBackup.Request(
                request, backup, Optional.empty(), Optional.empty(), true, false, Optional.empty(), RunReports.NONE);
    }

    /** {@return what both the run that is killed and the one after it are given} */
    static Safeguards safeguards(Path backups, WayOut onFailure) {
        return safeguards(backups, onFailure, Optional.empty());
    }

    /** {@return the same, with a journal in a folder} */
    static Safeguards safeguards(Path backups, WayOut onFailure, Optional<Path> journal) {
        return new Safeguards(
                Optional.empty(),
                Optional.of(new Backing(
                        BackupMethod.PG_DUMP, backups, 30, Optional.empty(), Optional.empty(), Optional.empty())),
                Optional.of(new Rehearsing(
                        Mode.SCRATCH,
                        major ->
                                new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                        1_000_000_000L,
                        Optional.empty())),
                onFailure,
                onFailure,
                false,
                false,
                Duration.ofMinutes(5),
                Optional.empty(),
                MaintenanceWindow.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                journal,
                RunReports.NONE);
    }

    /** Each line at once: whoever reads it kills. */
    private static final class Printing implements Progress {

        private final String last;

        Printing(String last) {
            this.last = last;
        }

        private void say(String line) {
            System.out.println(line);
            if (line.startsWith(last)) {
                new CompletableFuture<Void>().join(); // until it is killed
            }
        }

        @Override
        public void info(String line) {
            say("info " + line);
        }

        @Override
        public void warn(String line) {
            say("warn " + line);
        }

        @Override
        public void detail(String line) {
            say("detail " + line);
        }

        @Override
        public void step(StepReport report) {
            say("step " + report.step());
        }

        @Override
        public void scriptStarted(ScriptRun script) {
            say("script " + script.script());
        }

        @Override
        public void statementStarted(ScriptRun script, StatementRun statement) {
            say("statement " + script.script() + " " + statement.number());
        }

        @Override
        public void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {
            say("done " + script.script() + " " + statement.number());
        }
    }
}
