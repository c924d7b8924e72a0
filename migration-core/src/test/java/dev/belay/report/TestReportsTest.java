package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestOutcome.Seed;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TestReportsTest {

    private static final TestedScript EXACT = script(1, Result.EXACT, List.of(), List.of(), List.of());
    private static final TestedScript ORDER = script(
            2,
            Result.COLUMN_ORDER,
            List.of("column public.a.n stands at place 3, and stood at 2"),
            List.of(),
            List.of());
    private static final TestedScript DIFFERS = script(
            3,
            Result.DIFFERS,
            List.of("index public.a_n is missing", "    - CREATE INDEX a_n"),
            List.of("V3__x.sql:1:1: no"),
            List.of("column public.a.n: 1 of 2 values are gone"));
    private static final TestedScript FAILS = new TestedScript(
            "V4__x.sql",
            Optional.of("U4__x.sql"),
            Result.UNDO_FAILS,
            List.of(),
            List.of("U4__x.sql:2:1: table \"b\" does not exist (SQLSTATE 42P01)", "    DROP TABLE \u001b[31mb"),
            List.of(),
            List.of(),
            Duration.ofMillis(30));
    private static final TestedScript NOT_TESTED = script(5, Result.NOT_TESTED, List.of(), List.of(), List.of());
    private static final Chain CHAIN = new Chain(
            "V1__x.sql", "V3__x.sql", 3, List.of(), List.of("table public.a is there, and was not"), false, List.of());

    @TempDir
    Path temp;

    private static TestedScript script(
            int version, Result result, List<String> differences, List<String> again, List<String> rows) {
        return new TestedScript(
                "V" + version + "__x.sql",
                Optional.of("U" + version + "__x.sql"),
                result,
                differences,
                List.of(),
                again,
                rows,
                Duration.ofMillis(20));
    }

    private static TestOutcome outcome(TestedScript... scripts) {
        return new TestOutcome(
                "all of them",
                Optional.of("PostgreSQL 17.11, embedded"),
                List.of(scripts),
                List.of(CHAIN),
                List.of(new Seed("seed/a.sql", Optional.empty(), List.of("relation \"a\" does not exist"))),
                Duration.ofMillis(2_100));
    }

    private static List<String> text(TestOutcome outcome, Set<TestFlaw> failOn) {
        return TestText.lines(outcome, failOn, Style.PLAIN).stream()
                .map(line -> line.level().name().charAt(0) + " " + line.text())
                .toList();
    }

    @Test
    void peopleReadWhatRemainsOfEachScriptAndTheCounts() {
        assertThat(text(outcome(EXACT, ORDER, DIFFERS, FAILS, NOT_TESTED), TestFlaw.DEFAULT))
                .containsExactly(
                        "I test · 5 scripts, all of them · PostgreSQL 17.11, embedded",
                        "D   V1__x.sql: exact",
                        "I   V2__x.sql · is undone but for the order of columns",
                        "I       column public.a.n stands at place 3, and stood at 2",
                        "E   V3__x.sql · the schema differs after its undo script, and it does not run again,"
                                + " and rows are lost",
                        "E       index public.a_n is missing",
                        "E           - CREATE INDEX a_n",
                        "E       runs not again:",
                        "E       V3__x.sql:1:1: no",
                        "E       rows lost after up and down:",
                        "E       column public.a.n: 1 of 2 values are gone",
                        "E   V4__x.sql · its undo script fails",
                        "E       U4__x.sql:2:1: table \"b\" does not exist (SQLSTATE 42P01)",
                        "E           DROP TABLE ␛[31mb",
                        "I   V5__x.sql · was not tested: a script before it does not run",
                        "E   V1__x.sql to V3__x.sql, down and up once more · the schema differs at the bottom",
                        "E       at the bottom:",
                        "E       table public.a is there, and was not",
                        "W   seed/a.sql could be inserted nowhere: relation \"a\" does not exist",
                        "I 5 scripts: 1 exact, 1 equal but for column order, 1 differ, 1 undo fails, 1 not tested;"
                                + " 1 of those run not again; 1 with lost rows; 2.1 s.");
    }

    @Test
    void whatDoesNotFailTheBuildIsAWarning() {
        assertThat(text(outcome(DIFFERS), Set.of(TestFlaw.UP_FAILS)))
                .contains("W       index public.a_n is missing")
                .noneMatch(line -> line.startsWith("E"));
    }

    @Test
    void nothingToTestIsOneLine() {
        var nothing = new TestOutcome(
                "new against main (1234567)", Optional.empty(), List.of(), List.of(), List.of(), Duration.ZERO);
        assertThat(text(nothing, TestFlaw.DEFAULT))
                .containsExactly("I test · no script to test (new against main (1234567))");
    }

    @Test
    void buildServersGetATestForEachScriptAndStretch() throws Exception {
        byte[] xml = TestJunit.bytes(outcome(EXACT, ORDER, DIFFERS, FAILS, NOT_TESTED), TestFlaw.DEFAULT);
        Element suites = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
        assertThat(suites.getAttribute("tests")).isEqualTo("6");
        assertThat(suites.getAttribute("failures")).isEqualTo("3");
        assertThat(suites.getAttribute("skipped")).isEqualTo("1");
        NodeList tests = suites.getElementsByTagName("testcase");
        Element fails = (Element) tests.item(3);
        assertThat(fails.getAttribute("name")).isEqualTo("V4__x.sql");
        assertThat(fails.getAttribute("time")).isEqualTo("0.030");
        Element failure = (Element) fails.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("its undo script fails");
        assertThat(failure.getTextContent())
                .contains("table \"b\" does not exist")
                .doesNotContain("\u001b");
        Element chain = (Element) tests.item(5);
        assertThat(chain.getAttribute("name")).isEqualTo("V1__x.sql to V3__x.sql");
    }

    @Test
    void whatFailsIsForTheCallerToSay() throws IOException {
        assertThat(new String(TestJunit.bytes(outcome(DIFFERS), Set.of()), StandardCharsets.UTF_8))
                .contains("failures=\"0\"", "<system-out>")
                .doesNotContain("<failure");
    }

    @Test
    void programsGetAllOfItAsJson() throws IOException {
        Path file = new JsonReport().write(temp, outcome(FAILS));
        assertThat(file).isEqualTo(temp.resolve("test.json"));
        assertThat(Files.readString(file))
                .contains(
                        "\"script\" : \"V4__x.sql\"",
                        "\"undo\" : \"U4__x.sql\"",
                        "\"result\" : \"undo_fails\"",
                        "table \\\"b\\\" does not exist",
                        "\"chains\" : [ {");
    }
}
