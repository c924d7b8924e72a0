package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.RunReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules are those of OpenMetrics 1.0, "ABNF" and "Overall Structure", and of Prometheus' text format 0.0.4. */
class OpenMetricsTest {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "\\{([a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\""
            + "(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\")*)\\}"
            + " (-?[0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    private static String text(RunReport report) {
        return new String(OpenMetrics.bytes(report), StandardCharsets.UTF_8);
    }

    /** What is wrong with an exposition. */
    private static List<String> errors(String text) {
        var errors = new ArrayList<String>();
        if (!text.endsWith("\n# EOF\n")) {
            errors.add("no end");
        }
        Set<String> families = new HashSet<>();
        Set<String> series = new HashSet<>();
        Set<String> said = new HashSet<>();
        String family = "";
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
            Matcher meta = META.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (meta.matches()) {
                if (!meta.group(2).equals(family)) {
                    family = meta.group(2);
                    said.clear();
                    if (!families.add(family)) {
                        errors.add("family in two places: " + line);
                    }
                }
                if (!said.add(meta.group(1)) || said.contains("sample")) {
                    errors.add("twice or late: " + line);
                }
                if (meta.group(1).equals("UNIT") && !family.endsWith("_" + meta.group(3))) {
                    errors.add("unit is no suffix: " + line);
                }
                if (meta.group(1).equals("TYPE") && !Set.of("gauge", "counter").contains(meta.group(3))) {
                    errors.add("type unknown to Prometheus' text format: " + line);
                }
            } else if (sample.matches()) {
                said.add("sample");
                if (!sample.group(1).equals(family) || !said.contains("TYPE") || !said.contains("HELP")) {
                    errors.add("sample without its family: " + line);
                }
                if (!series.add(sample.group(1) + sample.group(2))) {
                    errors.add("series twice: " + line);
                }
                List<String> labels = LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .toList();
                if (new HashSet<>(labels).size() != labels.size()) {
                    errors.add("label twice: " + line);
                }
            } else {
                errors.add("no line of the grammar: " + line);
            }
        }
        return errors;
    }

    @Test
    void everyRunKeepsToTheGrammar() {
        assertThat(errors(text(RunSample.succeeded()))).isEmpty();
        assertThat(errors(text(RunSample.rolledBack()))).isEmpty();
        assertThat(errors(text(RunSample.refused()))).isEmpty();
    }

    @Test
    void theTestsGrammarRefusesWhatIsOtherwise() {
        String good = text(RunSample.succeeded());
        assertThat(errors(good.replace("# EOF\n", ""))).contains("no end");
        assertThat(errors(good.replace("\\\"", "\""))).isNotEmpty();
        assertThat(errors(good.replace("seconds seconds", "seconds minutes"))).isNotEmpty();
        assertThat(errors(good.replace("belay_run_info gauge", "belay_run_info info")))
                .isNotEmpty();
        assertThat(errors(good.replace("result=\"done\"", "step=\"x\""))).isNotEmpty();
    }

    @Test
    void saysWhatAnAlertNeeds() {
        assertThat(text(RunSample.succeeded()))
                .contains(
                        "belay_run_success{goal=\"upgrade\",database=\"shop\",server=\"db.example.org:5432\","
                                + "environment=\"production\"} 1\n",
                        "} 1795216577.400\n",
                        "step=\"rehearsal\",result=\"done\"} 52.330\n",
                        "version_before=\"40\",version_after=\"42\"");
        assertThat(text(RunSample.rolledBack())).contains("environment=\"production\"} 0\n", "result=\"rolled_back\"");
    }

    @Test
    void ofSeveralLocksOfAModeOnATableTheLongestIsTold() {
        assertThat(text(RunSample.succeeded()))
                .contains("table=\"orders\",mode=\"ACCESS EXCLUSIVE\"} 0.031\n")
                .doesNotContain("} 0.012\n");
    }

    @Test
    void labelsAreEscaped() {
        assertThat(text(RunSample.succeeded())).contains("table=\"\\\"Größe \\\"\\\"x\\\"\\\"\\\"\",mode=");
        RunReport hostile = RunSample.with(
                List.of(RunSample.applied("1", "a\\b\"} 1\n# EOF\n", 5, true)), List.of(), Optional.empty());
        assertThat(errors(text(hostile))).isEmpty();
        assertThat(text(hostile)).contains("script=\"V1__a\\\\b\\\"}_1\\n#_EOF\\n.sql\"} 0.005\n");
    }

    @Test
    void whatRanTwiceIsOneSample() {
        RunReport twice = RunSample.with(
                List.of(RunSample.applied("1", "a", 5, true), RunSample.applied("1", "a", 7, true)),
                List.of(),
                Optional.empty());
        assertThat(errors(text(twice))).isEmpty();
        assertThat(text(twice)).contains("script=\"V1__a.sql\"} 0.012\n");
    }
}
