package dev.belay.maven;

import dev.belay.finding.Severity;
import dev.belay.report.Style;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** Maven's own colours; it marks nothing where Maven does not colour, such as in a pipeline's log. */
final class MavenStyle implements Style {

    @Override
    public String severity(Severity severity, String text) {
        return switch (severity) {
            case HIGH -> MessageUtils.buffer().failure(text).build();
            case MEDIUM -> MessageUtils.buffer().warning(text).build();
            case LOW -> text;
        };
    }

    @Override
    public String good(String text) {
        return MessageUtils.buffer().success(text).build();
    }

    @Override
    public String strong(String text) {
        return MessageUtils.buffer().strong(text).build();
    }

    @Override
    public String faint(String text) {
        return text;
    }
}
