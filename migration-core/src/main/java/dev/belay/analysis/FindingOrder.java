package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.script.ScriptSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/** The order in which findings are reported. */
final class FindingOrder {

    private FindingOrder() {}

    /** By script as they run, those that are no script of the set first; then by place, then by rule. */
    static Comparator<Finding> of(ScriptSet scripts) {
        var places = new HashMap<String, Integer>();
        Stream.of(scripts.versioned(), scripts.repeatable(), scripts.callbacks(), scripts.undo())
                .flatMap(List::stream)
                .forEach(script -> places.put(script.location(), places.size()));
        return Comparator.comparing((Finding finding) -> places.getOrDefault(finding.location(), -1))
                .thenComparing(Finding::script)
                .thenComparing(finding ->
                        finding.span().map(span -> span.start().offset()).orElse(-1))
                .thenComparing(Finding::rule);
    }
}
