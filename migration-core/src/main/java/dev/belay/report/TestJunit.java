package dev.belay.report;

import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestedScript;
import dev.belay.report.JunitXml.Result;
import dev.belay.report.JunitXml.TestCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A test of undo scripts as JUnit's XML: a test for each script and each stretch of them.
 * What fails the build is a failure; another flaw passes and says what it has to say; what was not tested is skipped.
 */
public final class TestJunit {

    /** The file in the report directory. */
    public static final String FILE = "TEST-belay-test.xml";

    private static final String SUITE = "belay test";

    private TestJunit() {}

    /**
     * Writes the file, in one move.
     *
     * @param reportDir is made when it is not there
     * @param failOn what is a failure
     * @return the file
     * @throws dev.belay.outcome.EnvironmentException when it cannot be written
     */
    public static Path write(Path reportDir, TestOutcome outcome, Set<TestFlaw> failOn) {
        return ReportFile.write(reportDir, FILE, () -> bytes(outcome, failOn));
    }

    /** {@return the file's content} */
    static byte[] bytes(TestOutcome outcome, Set<TestFlaw> failOn) throws IOException {
        return JunitXml.bytes(SUITE, Map.of(SUITE, tests(outcome, failOn)));
    }

    private static List<TestCase> tests(TestOutcome outcome, Set<TestFlaw> failOn) {
        var tests = new ArrayList<TestCase>();
        for (TestedScript script : outcome.scripts()) {
            Result passed = script.result() == TestedScript.Result.NOT_TESTED ? Result.SKIPPED : Result.PASSED;
            tests.add(test(
                    script.script(),
                    script.duration(),
                    script.flaws().stream().anyMatch(failOn::contains) ? Result.FAILED : passed,
                    TestWords.of(script),
                    text(script)));
        }
        for (Chain chain : outcome.chains()) {
            tests.add(test(
                    chain.first() + " to " + chain.last(),
                    Duration.ZERO,
                    chain.flaws().stream().anyMatch(failOn::contains) ? Result.FAILED : Result.PASSED,
                    TestWords.of(chain),
                    Stream.of(chain.failure(), chain.differences(), chain.again())
                            .flatMap(List::stream)
                            .toList()));
        }
        return tests;
    }

    /** One that passes says in words what it passed with. */
    private static TestCase test(String name, Duration time, Result result, String summary, List<String> lines) {
        String text = String.join("\n", lines);
        return new TestCase(
                name,
                time,
                result,
                "",
                summary,
                result == Result.PASSED && !text.isEmpty() ? summary + "\n" + text : text);
    }

    private static List<String> text(TestedScript script) {
        return Stream.of(script.failure(), script.differences(), script.notAgain(), script.rowsLost())
                .flatMap(List::stream)
                .toList();
    }
}
