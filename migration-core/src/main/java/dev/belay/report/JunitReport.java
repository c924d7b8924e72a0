package dev.belay.report;

import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A check as JUnit's XML, in the form that Surefire writes and build servers read. A script is a test suite; each finding
 * is a test, and so is each statement without one. A finding that fails the build is a failure, an allowed one is
 * skipped, another passes and says what it has to say.
 */
final class JunitReport {

    private static final int NAME_WIDTH = 80;

    private final CheckReport report;
    private final XMLStreamWriter xml;

    private JunitReport(CheckReport report, XMLStreamWriter xml) {
        this.report = report;
        this.xml = xml;
    }

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new JunitReport(report, xml).write();
            xml.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Whether a test passed. */
    private enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    /**
     * A test.
     *
     * @param name tells it from the others of its suite
     * @param time what it took
     * @param result whether it passed
     * @param word the rule, or what there is to say in a word
     * @param summary in one line
     * @param text all there is to say; may be empty
     */
    private record TestCase(String name, Duration time, Result result, String word, String summary, String text) {}

    private void write() throws XMLStreamException {
        Map<String, List<TestCase>> suites = suites();
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start(0, "testsuites");
        xml.writeAttribute("name", "belay check");
        counts(suites.values().stream().flatMap(List::stream).toList());
        for (Map.Entry<String, List<TestCase>> suite : suites.entrySet()) {
            start(1, "testsuite");
            xml.writeAttribute("name", attribute(suite.getKey()));
            counts(suite.getValue());
            for (TestCase test : suite.getValue()) {
                write(suite.getKey(), test);
            }
            end(1);
        }
        end(0);
        xml.writeEndDocument();
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

    private void write(String suite, TestCase test) throws XMLStreamException {
        start(2, "testcase");
        xml.writeAttribute("name", attribute(test.name()));
        xml.writeAttribute("classname", attribute(suite));
        xml.writeAttribute("time", seconds(test.time()));
        switch (test.result()) {
            case FAILED -> {
                start(3, "failure");
                xml.writeAttribute("message", attribute(test.summary()));
                xml.writeAttribute("type", attribute(test.word()));
                xml.writeCharacters(Visible.of(test.text()));
                xml.writeEndElement();
            }
            case SKIPPED -> {
                start(3, "skipped");
                xml.writeAttribute("message", attribute(test.summary()));
                xml.writeEndElement();
            }
            case PASSED -> {
                if (!test.text().isEmpty()) {
                    start(3, "system-out");
                    xml.writeCharacters(Visible.of(test.text()));
                    xml.writeEndElement();
                }
            }
        }
        end(2);
    }

    private void counts(List<TestCase> tests) throws XMLStreamException {
        xml.writeAttribute("tests", String.valueOf(tests.size()));
        xml.writeAttribute("failures", count(tests, Result.FAILED));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", count(tests, Result.SKIPPED));
        xml.writeAttribute("time", seconds(tests.stream().map(TestCase::time).reduce(Duration.ZERO, Duration::plus)));
    }

    private static String count(List<TestCase> tests, Result result) {
        return String.valueOf(
                tests.stream().filter(test -> test.result() == result).count());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    private static String attribute(String text) {
        return Visible.of(text).replace('\n', ' ');
    }

    private void start(int depth, String element) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeStartElement(element);
    }

    private void end(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeEndElement();
    }
}
