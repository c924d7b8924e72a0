package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.Progress;
import dev.belay.outcome.Progress.ScriptRun;
import dev.belay.outcome.Progress.StatementRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {

    private static final Clock CLOCK = Clock.fixed(RunSample.STARTED, ZoneOffset.UTC);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final ScriptRun SCRIPT = new ScriptRun(1, 2, "V41__a.sql", 3);
    private static final StatementRun STATEMENT = new StatementRun(1, "3:1", "CREATE INDEX");

    @TempDir
    Path temp;

    private final List<String> warnings = new ArrayList<>();

    private RunLog log(Path folder) {
        return new RunLog(folder, "upgrade", MONTH, CLOCK, warnings::add);
    }

    private Path logs() {
        return temp.resolve("target/db/logs");
    }

    /** Hears the methods' names. */
    private static final class Heard implements Progress {

        private final List<String> calls = new ArrayList<>();

        @Override
        public void info(String line) {
            calls.add("info");
        }

        @Override
        public void detail(String line) {
            calls.add("detail");
        }

        @Override
        public void warn(String line) {
            calls.add("warn");
        }

        @Override
        public void opened(dev.belay.outcome.TargetInfo target, dev.belay.outcome.RunId run) {
            calls.add("opened");
        }

        @Override
        public void scriptStarted(ScriptRun script) {
            calls.add("scriptStarted");
        }

        @Override
        public void statementStarted(ScriptRun script, StatementRun statement) {
            calls.add("statementStarted");
        }

        @Override
        public void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {
            calls.add("statementRunning");
        }

        @Override
        public void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {
            calls.add("statementFinished");
        }

        @Override
        public void scriptFinished(ScriptRun script, Duration elapsed) {
            calls.add("scriptFinished");
        }

        @Override
        public void step(dev.belay.outcome.StepReport report) {
            calls.add("step");
        }

        @Override
        public void ended(dev.belay.outcome.RunReport report) {
            calls.add("ended");
        }

        @Override
        public void stopped(List<String> scripts) {
            calls.add("stopped");
        }
    }

    private static void tell(Progress progress) {
        progress.info("before");
        progress.opened(Samples.SHOP, RunSample.RUN);
        progress.detail("a detail");
        progress.warn("\u001b[33mtwo\u001b[0m\nlines \u0007");
        progress.scriptStarted(SCRIPT);
        progress.statementStarted(SCRIPT, STATEMENT);
        progress.statementRunning(SCRIPT, STATEMENT, Duration.ofSeconds(10));
        progress.statementFinished(SCRIPT, STATEMENT, Duration.ofMillis(10_400));
        progress.scriptFinished(SCRIPT, Duration.ofMillis(10_500));
        progress.step(RunSample.succeeded().steps().get(1));
        progress.stopped(List.of("V41__a.sql"));
        progress.ended(RunSample.refused());
    }

    @Test
    void everyLineIsInTheFileAtOnceWithItsTime() {
        RunLog log = log(logs());
        tell(log.tee(Progress.SILENT));
        log.write(List.of(Line.info("Details: report.html")));
        // not closed: a killed build would not either
        assertThat(logs().resolve("20261120T231500Z-upgrade-7f3a0c11.log"))
                .isEqualTo(log.file().orElseThrow())
                .content()
                .isEqualTo("""
                        2026-11-20T23:15:00.000Z INFO   before
                        2026-11-20T23:15:00.000Z INFO   opened · shop at db.example.org:5432, PostgreSQL 16.4 · production · run 7f3a0c11
                        2026-11-20T23:15:00.000Z DETAIL a detail
                        2026-11-20T23:15:00.000Z WARN   two
                        2026-11-20T23:15:00.000Z WARN   lines ␇
                        2026-11-20T23:15:00.000Z INFO   V41__a.sql begins (1 of 2)
                        2026-11-20T23:15:00.000Z DETAIL V41__a.sql:3:1: CREATE INDEX
                        2026-11-20T23:15:00.000Z INFO   V41__a.sql:3:1 still running, 10.0 s
                        2026-11-20T23:15:00.000Z DETAIL V41__a.sql:3:1 done in 10.4 s
                        2026-11-20T23:15:00.000Z INFO   V41__a.sql done in 10.5 s
                        2026-11-20T23:15:00.000Z INFO     check         1.1 s   0 high, 1 medium
                        2026-11-20T23:15:00.000Z ERROR  stopped; what stays: V41__a.sql
                        2026-11-20T23:15:00.000Z WARN   On record: db:allow index-blocks-writes at V41__order_state.sql:3:1: the table is small
                        2026-11-20T23:15:00.000Z WARN   The replica replica-2 lags by 4.2 s.
                        2026-11-20T23:15:00.000Z ERROR  U40__x.sql is missing.
                        2026-11-20T23:15:00.000Z ERROR  Refused; nothing of shop was changed.
                        2026-11-20T23:15:00.000Z ERROR  Next: write it: mvn db:undo
                        2026-11-20T23:15:00.000Z INFO   Details: report.html
                        """);
        log.close();
        assertThat(warnings).isEmpty();
    }

    @Test
    void theOtherProgressHearsAllOfIt() {
        var heard = new Heard();
        try (RunLog log = log(logs())) {
            tell(log.tee(heard));
        }
        assertThat(heard.calls)
                .containsExactly(
                        "info",
                        "opened",
                        "detail",
                        "warn",
                        "scriptStarted",
                        "statementStarted",
                        "statementRunning",
                        "statementFinished",
                        "scriptFinished",
                        "step",
                        "stopped",
                        "ended");
        // coverage tools add synthetic ones
        assertThat(Arrays.stream(Progress.class.getDeclaredMethods()).filter(method -> !method.isSynthetic()))
                .hasSameSizeAs(heard.calls);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
        try (RunLog log = log(logs())) {
            log.begin(RunSample.RUN);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(log.file().orElseThrow())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void ofARunThatNeverHadANameThereIsNone() {
        try (RunLog log = log(logs())) {
            log.tee(Progress.SILENT).info("no server");
        }
        assertThat(logs()).doesNotExist();
    }

    @Test
    void oldLogsOfItsOwnAreRemovedAndNothingElse() throws IOException {
        Files.createDirectories(logs());
        Path old = Files.writeString(logs().resolve("20261021T231459Z-downgrade-0123abcd.log"), "x");
        Path journal = Files.writeString(logs().resolve("20261021T231459Z-upgrade-0123abcd.journal.jsonl"), "x");
        List<Path> kept = new ArrayList<>();
        for (String name : List.of(
                "20261120T231459Z-upgrade-0123abcd.journal.jsonl",
                "20261021T231500Z-upgrade-0123abcd.log",
                "20261120T231459Z-upgrade-0123abcd.log",
                "20200101T000000Z-upgrade-0123abcd.log.gz",
                "20200101T000000Z-upgrade.log",
                "20209901T000000Z-upgrade-0123abcd.log",
                "server.log")) {
            kept.add(Files.writeString(logs().resolve(name), "x"));
        }
        kept.add(Files.createDirectory(logs().resolve("20200101T000000Z-upgrade-0123abce.log")));
        try (RunLog log = log(logs())) {
            log.begin(RunSample.RUN);
            kept.add(log.file().orElseThrow());
        }
        assertThat(old).doesNotExist();
        assertThat(journal).doesNotExist();
        try (var files = Files.list(logs())) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(kept);
        }
        assertThat(kept.get(kept.size() - 1)).content().contains("removed the old log " + old.getFileName());
    }

    @Test
    void aFolderThatCannotBeIsOneWarning() throws IOException {
        Path notAFolder = Files.writeString(temp.resolve("file"), "");
        try (RunLog log = log(notAFolder)) {
            tell(log.tee(Progress.SILENT));
        }
        assertThat(warnings).singleElement().asString().startsWith("The log " + notAFolder + "/2026");
    }

    @Test
    void aFullDiskIsOneWarning() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has a device that is always full");
        var folder = new RunLogFolder(logs());
        var heard = new Heard();
        try (var log =
                new RunLog(folder, file -> Files.newOutputStream(full), "upgrade", MONTH, CLOCK, warnings::add)) {
            tell(log.tee(heard));
        }
        assertThat(heard.calls).hasSize(12);
        assertThat(warnings).singleElement().asString().endsWith(" cannot be written: No space left on device");
    }

    @Test
    void linesOfSeveralThreadsStayWhole() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (RunLog log = log(logs())) {
            Progress progress = log.tee(Progress.SILENT);
            progress.opened(Samples.SHOP, RunSample.RUN);
            List<Callable<Void>> work = IntStream.range(0, 4)
                    .mapToObj(thread -> (Callable<Void>) () -> {
                        IntStream.range(0, 200).forEach(i -> progress.info("x".repeat(300)));
                        return null;
                    })
                    .toList();
            for (var each : threads.invokeAll(work)) {
                each.get();
            }
            assertThat(Files.readAllLines(log.file().orElseThrow()))
                    .hasSize(801)
                    .allMatch(line -> line.length() == 32 + 300 || line.contains("opened"));
        } finally {
            threads.shutdown();
        }
    }
}
