package dev.belay.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Test suites as JUnit's XML, in the form that Surefire writes and build servers read. */
final class JunitXml {

    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Whether a test passed. */
    enum Result {
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
     * @param word what kind of failure it is; empty for nothing to say of that
     * @param summary in one line
     * @param text all there is to say; may be empty
     */
    record TestCase(String name, Duration time, Result result, String word, String summary, String text) {}

    /**
     * {@return the file's content}
     *
     * @param name of all the suites together
     * @param suites by their names
     */
    static byte[] bytes(String name, Map<String, List<TestCase>> suites) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new JunitXml(xml).write(name, suites);
            xml.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void write(String name, Map<String, List<TestCase>> suites) throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        start(0, "testsuites");
        counts(name, suites.values().stream().flatMap(List::stream).toList());
        for (Map.Entry<String, List<TestCase>> suite : suites.entrySet()) {
            start(1, "testsuite");
            counts(suite.getKey(), suite.getValue());
            for (TestCase test : suite.getValue()) {
                write(suite.getKey(), test);
            }
            end(1);
        }
        end(0);
        xml.writeEndDocument();
    }

    private void write(String suite, TestCase test) throws XMLStreamException {
        start(2, "testcase");
        attribute("name", test.name());
        attribute("classname", suite);
        xml.writeAttribute("time", seconds(test.time()));
        switch (test.result()) {
            case FAILED -> {
                start(3, "failure");
                attribute("message", test.summary());
                if (!test.word().isEmpty()) {
                    attribute("type", test.word());
                }
                xml.writeCharacters(Visible.of(test.text()));
                xml.writeEndElement();
            }
            case SKIPPED -> {
                start(3, "skipped");
                attribute("message", test.summary());
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

    private void counts(String name, List<TestCase> tests) throws XMLStreamException {
        attribute("name", name);
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

    private void attribute(String name, String text) throws XMLStreamException {
        xml.writeAttribute(name, Visible.of(text).replace('\n', ' '));
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
