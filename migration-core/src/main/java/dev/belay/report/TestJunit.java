package dev.belay.report;

import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A test of undo scripts as JUnit's XML, in the form that Surefire writes: a test for each script and each stretch of them.
 * What fails the build is a failure; another flaw passes and says what it has to say; what was not tested is skipped.
 */
public final class TestJunit {

    /** The file in the report directory. */
    public static final String FILE = "TEST-belay-test.xml";

    private static final String SUITE = "belay test";

    private final XMLStreamWriter xml;

    private TestJunit(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** One test of the file. */
    private record TestCase(
            String name, Duration time, boolean failed, boolean skipped, String summary, List<String> text) {}

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
        var bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new TestJunit(xml).write(tests(outcome, failOn));
            xml.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static List<TestCase> tests(TestOutcome outcome, Set<TestFlaw> failOn) {
        var tests = new ArrayList<TestCase>();
        for (TestedScript script : outcome.scripts()) {
            tests.add(new TestCase(
                    script.script(),
                    script.duration(),
                    script.flaws().stream().anyMatch(failOn::contains),
                    script.result() == Result.NOT_TESTED,
                    TestWords.of(script),
                    text(script)));
        }
        for (Chain chain : outcome.chains()) {
            tests.add(new TestCase(
                    chain.first() + " to " + chain.last(),
                    Duration.ZERO,
                    chain.flaws().stream().anyMatch(failOn::contains),
                    false,
                    TestWords.of(chain),
                    Stream.of(chain.failure(), chain.differences(), chain.again())
                            .flatMap(List::stream)
                            .toList()));
        }
        return tests;
    }

    private static List<String> text(TestedScript script) {
        return Stream.of(script.failure(), script.differences(), script.notAgain(), script.rowsLost())
                .flatMap(List::stream)
                .toList();
    }

    private void write(List<TestCase> tests) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start(0, "testsuites");
        counts(tests);
        start(1, "testsuite");
        counts(tests);
        for (TestCase test : tests) {
            write(test);
        }
        end(1);
        end(0);
        xml.writeEndDocument();
    }

    private void write(TestCase test) throws XMLStreamException {
        start(2, "testcase");
        xml.writeAttribute("name", attribute(test.name()));
        xml.writeAttribute("classname", SUITE);
        xml.writeAttribute("time", seconds(test.time()));
        String text = Visible.of(String.join("\n", test.text()));
        if (test.failed()) {
            start(3, "failure");
            xml.writeAttribute("message", attribute(test.summary()));
            xml.writeCharacters(text);
            xml.writeEndElement();
        } else if (test.skipped()) {
            start(3, "skipped");
            xml.writeAttribute("message", attribute(test.summary()));
            xml.writeEndElement();
        } else if (!text.isEmpty()) {
            start(3, "system-out");
            xml.writeCharacters(test.summary() + "\n" + text);
            xml.writeEndElement();
        }
        end(2);
    }

    private void counts(List<TestCase> tests) throws XMLStreamException {
        xml.writeAttribute("name", SUITE);
        xml.writeAttribute("tests", String.valueOf(tests.size()));
        xml.writeAttribute("failures", count(tests.stream().filter(TestCase::failed)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", count(tests.stream().filter(TestCase::skipped)));
        xml.writeAttribute("time", seconds(tests.stream().map(TestCase::time).reduce(Duration.ZERO, Duration::plus)));
    }

    private static String count(Stream<TestCase> tests) {
        return String.valueOf(tests.count());
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
