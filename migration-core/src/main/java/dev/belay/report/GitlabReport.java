package dev.belay.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import java.io.IOException;

/**
 * A check as GitLab's code quality report (GitLab's manual, Code Quality, "Code Quality report format"). What is allowed
 * is no part of it.
 */
final class GitlabReport {

    private GitlabReport() {}

    /** {@return the file's content} */
    static byte[] bytes(CheckReport report) throws IOException {
        var mapper = new ObjectMapper();
        ArrayNode issues = mapper.createArrayNode();
        var fingerprints = new Fingerprints(report.outcome().findings());
        for (Finding finding : report.outcome().findings()) {
            ObjectNode issue = issues.addObject()
                    .put("description", description(finding))
                    .put("check_name", finding.rule().value())
                    .put("fingerprint", fingerprints.of(finding))
                    .put("severity", severity(finding.severity()));
            ObjectNode location = issue.putObject("location").put("path", report.path(finding));
            location.putObject("lines")
                    .put(
                            "begin",
                            finding.span().map(span -> span.start().line()).orElse(1));
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(issues);
    }

    private static String description(Finding finding) {
        return Visible.of((finding.message() + " " + finding.advice()).strip()).replace('\n', ' ');
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case HIGH -> "critical";
            case MEDIUM -> "major";
            case LOW -> "minor";
        };
    }
}
