package dev.belay.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.RuleInfo;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.script.Span;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A check as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format). A high finding is an error, a medium one a
 * warning, a low one a note; an allowed one is a suppressed result.
 */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String BASE = "SRCROOT";

    private final ObjectMapper mapper = new ObjectMapper();
    private final CheckReport report;
    private final List<RuleId> rules;
    private final Fingerprints fingerprints;

    private SarifReport(CheckReport report) {
        this.report = report;
        this.rules = List.copyOf(rules(report));
        this.fingerprints = new Fingerprints(findings(report.outcome()).toList());
    }

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) throws IOException {
        var sarif = new SarifReport(report);
        return sarif.mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(sarif.log());
    }

    private static Stream<Finding> findings(CheckOutcome outcome) {
        return Stream.concat(
                outcome.findings().stream(), outcome.allowed().stream().map(Allowed::finding));
    }

    private static Set<RuleId> rules(CheckReport report) {
        var ids = new LinkedHashSet<RuleId>();
        report.rules().forEach(rule -> ids.add(rule.id()));
        findings(report.outcome()).forEach(finding -> ids.add(finding.rule()));
        return ids;
    }

    private ObjectNode log() {
        ObjectNode log = mapper.createObjectNode();
        log.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Belay");
        ArrayNode descriptors = driver.putArray("rules");
        rules.forEach(id -> descriptors.add(descriptor(id)));
        run.putObject("automationDetails").put("id", "belay/check/");
        run.put("columnKind", "utf16CodeUnits");
        run.putObject("originalUriBaseIds").putObject(BASE).put("uri", directoryUri(report.baseDir()));
        ArrayNode results = run.putArray("results");
        report.outcome().findings().forEach(finding -> results.add(result(finding)));
        report.outcome().allowed().forEach(allowed -> results.add(suppressed(allowed)));
        return log;
    }

    private ObjectNode descriptor(RuleId id) {
        ObjectNode descriptor = mapper.createObjectNode().put("id", id.value());
        report.rule(id).ifPresent(rule -> {
            descriptor.putObject("shortDescription").put("text", rule.condition());
            descriptor.putObject("fullDescription").put("text", rule.effect());
            descriptor.putObject("help").put("text", help(rule)).put("markdown", markdown(rule));
            rule.page().ifPresent(page -> descriptor.put("helpUri", page.toString()));
            descriptor.putObject("defaultConfiguration").put("level", level(rule.severity()));
            ObjectNode properties = descriptor.putObject("properties");
            properties.putArray("tags").add("postgresql").add("migration");
            properties.put("problem.severity", level(rule.severity()).replace("note", "recommendation"));
        });
        return descriptor;
    }

    private static String help(RuleInfo rule) {
        return rule.condition() + "\n\n" + rule.effect() + "\n\nInstead: " + rule.alternative();
    }

    private static String markdown(RuleInfo rule) {
        return MarkdownText.of(rule.condition()) + "\n\n" + MarkdownText.of(rule.effect()) + "\n\n**Instead:** "
                + MarkdownText.of(rule.alternative());
    }

    private ObjectNode result(Finding finding) {
        ObjectNode result = mapper.createObjectNode()
                .put("ruleId", finding.rule().value())
                .put("ruleIndex", rules.indexOf(finding.rule()))
                .put("level", level(finding.severity()));
        result.putObject("message").put("text", text(finding)).put("markdown", markdown(finding));
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        artifact(place.putObject("artifactLocation"), finding);
        region(place.putObject("region"), finding.span());
        result.putObject("partialFingerprints").put("statement/v1", fingerprints.of(finding));
        result.putObject("properties").put("evidence", CheckWords.evidence(finding.evidence()));
        return result;
    }

    private ObjectNode suppressed(Allowed allowed) {
        ObjectNode result = result(allowed.finding());
        result.putArray("suppressions")
                .addObject()
                .put("kind", "inSource")
                .put("status", "accepted")
                .put("justification", CheckWords.allowed(allowed));
        return result;
    }

    private void artifact(ObjectNode location, Finding finding) {
        if (report.isBelow(finding)) {
            location.put("uri", relativeUri(report.path(finding))).put("uriBaseId", BASE);
        } else {
            location.put("uri", onDisk(finding).orElseGet(() -> relativeUri(finding.script())));
        }
    }

    /** A finding about a script as a whole is shown at its first line: code hosts drop a result without a line. */
    private static void region(ObjectNode region, Optional<Span> span) {
        region.put("startLine", span.map(it -> it.start().line()).orElse(1));
        span.ifPresent(it -> region.put("startColumn", it.start().column())
                .put("endLine", it.end().line())
                .put("endColumn", it.end().column()));
    }

    private static String text(Finding finding) {
        var parts = new ArrayList<String>();
        parts.add(Visible.of(finding.message()));
        if (!finding.advice().isBlank()) {
            parts.add(Visible.of(finding.advice()));
        }
        finding.fix()
                .ifPresent(
                        fix -> CheckWords.fix(fix).forEach(script -> parts.add(script.label() + "\n" + script.text())));
        return String.join("\n", parts);
    }

    private static String markdown(Finding finding) {
        var parts = new ArrayList<String>();
        parts.add(MarkdownText.of(finding.message()));
        if (!finding.advice().isBlank()) {
            parts.add(MarkdownText.of(finding.advice()));
        }
        finding.fix()
                .ifPresent(fix -> CheckWords.fix(fix)
                        .forEach(script -> parts.add(
                                MarkdownText.of(script.label()) + "\n\n" + MarkdownText.block("sql", script.text()))));
        return String.join("\n\n", parts);
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    private static Optional<String> onDisk(Finding finding) {
        try {
            Path file = Path.of(finding.location());
            return file.isAbsolute() ? Optional.of(file.toUri().toASCIIString()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String relativeUri(String path) {
        try {
            // the first segment of a relative reference must not look like a scheme
            String reference = path.contains(":") ? "./" + path : path;
            return new URI(null, null, reference, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path is always a URI's: " + path, e);
        }
    }

    /** Path.toUri adds the slash, which SARIF wants, only when the directory is there. */
    private static String directoryUri(Path directory) {
        String uri = directory.toUri().toASCIIString();
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
