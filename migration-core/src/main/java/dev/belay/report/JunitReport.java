package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.report.JunitXml.Result;
import dev.belay.report.JunitXml.TestCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A check as JUnit's XML. A script is a test suite; each finding
 * is a test, and so is each statement without one. A finding that fails the build is a failure, an allowed one is
 * skipped, another passes and says what it has to say.
 */
final class JunitReport {

    private static final int NAME_WIDTH = 80;

    private final CheckReport report;

    private JunitReport(CheckReport report) {
        this.report = report;
    }

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) throws IOException {
        return JunitXml.bytes("belay check", new JunitReport(report).suites());
    }

    private Map<String, List<TestCase>> suites() {
        var suites = new LinkedHashMap<String, List<TestCase>>();
        report.outcome().scripts().forEach(script -> suites.put(script.script(), new ArrayList<>()));
        report.outcome()
                .findings()
                .forEach(finding -> suites.computeIfAbsent(finding.script(), script -> new ArrayList<>())
                        .add(test(finding)));
        report.outcome()
                .allowed()
                .forEach(allowed -> suites.computeIfAbsent(allowed.finding().script(), script -> new ArrayList<>())
                        .add(test(allowed)));
        for (CheckedScript script : report.outcome().scripts()) {
            script.statements().stream()
                    .filter(statement -> isClean(script, statement))
                    .forEach(statement -> suites.get(script.script()).add(test(script, statement)));
            if (suites.get(script.script()).isEmpty()) {
                suites.get(script.script())
                        .add(new TestCase("script", Duration.ZERO, Result.PASSED, "", "no statements", ""));
            }
        }
        return suites;
    }

    private TestCase test(Finding finding) {
        return new TestCase(
                name(finding),
                Duration.ZERO,
                report.fails(finding) ? Result.FAILED : Result.PASSED,
                finding.severity() + " " + finding.rule(),
                finding.message(),
                text(finding));
    }

    private static TestCase test(Allowed allowed) {
        return new TestCase(
                name(allowed.finding()), Duration.ZERO, Result.SKIPPED, "allowed", CheckWords.allowed(allowed), "");
    }

    private static TestCase test(CheckedScript script, CheckedStatement statement) {
        String sql = statement.span().of(script.text());
        return new TestCase(
                "line " + statement.span().start().line() + ": " + Words.cut(sql, NAME_WIDTH),
                statement.trace().map(trace -> trace.duration()).orElse(Duration.ZERO),
                Result.PASSED,
                "",
                "",
                "");
    }

    private boolean isClean(CheckedScript script, CheckedStatement statement) {
        return Stream.concat(
                        report.outcome().findings().stream(),
                        report.outcome().allowed().stream().map(Allowed::finding))
                .filter(finding -> finding.location().equals(script.location()))
                .flatMap(finding -> finding.span().stream())
                .noneMatch(span -> span.start().offset()
                                >= statement.span().start().offset()
                        && span.start().offset() <= statement.span().end().offset());
    }

    private static String name(Finding finding) {
        return finding.rule()
                + finding.span().map(span -> " at line " + span.start()).orElse("");
    }

    private static String text(Finding finding) {
        var parts = new ArrayList<String>();
        parts.add(finding.place() + " · " + finding.severity() + " · " + finding.rule() + " · "
                + CheckWords.evidence(finding.evidence()));
        finding.statement().ifPresent(parts::add);
        parts.add(finding.message());
        if (!finding.advice().isBlank()) {
            parts.add(finding.advice());
        }
        finding.fix()
                .ifPresent(
                        fix -> CheckWords.fix(fix).forEach(script -> parts.add(script.label() + "\n" + script.text())));
        return String.join("\n", parts);
    }
}
