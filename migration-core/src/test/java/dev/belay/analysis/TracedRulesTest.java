package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.Rule;
import dev.belay.rule.TraceRule;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what rules say against a server: what they claim is what it does, and what they propose leaves no finding. */
class TracedRulesTest {

    @TempDir
    Path folder;

    static Stream<Rule> observing() {
        return Rules.ALL.stream().filter(rule -> rule instanceof TraceRule || rule instanceof CatalogueRule);
    }

    /** Needs a tablespace, which is a folder of the server's. */
    private static final List<String> NOT_TRIED = List.of("moving-rows-blocks-table");

    /** Needs a foreign-data wrapper, which is no trusted extension. */
    private static final List<String> PRIVILEGED = List.of("foreign-table-is-written");

    static Stream<Rule> claiming() {
        return Rules.ALL.stream()
                .filter(rule -> !NOT_TRIED.contains(rule.id().value()))
                .filter(rule ->
                        first(rule).map(finding -> !finding.claims().isEmpty()).orElse(false));
    }

    static Stream<Rule> fixing() {
        return Rules.ALL.stream()
                .filter(rule -> first(rule).flatMap(Finding::fix).isPresent());
    }

    private static java.util.Optional<Finding> first(Rule rule) {
        if (rule instanceof TraceRule || rule instanceof CatalogueRule) {
            return java.util.Optional.empty();
        }
        return Example.check(bad(rule)).stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .findFirst();
    }

    private static String bad(Rule rule) {
        return resource("/rules/" + rule.id() + "/bad.sql");
    }

    private static String resource(String name) {
        try {
            return Files.readString(
                    Path.of(TracedRulesTest.class.getResource(name).toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private TracedExample example() {
        return new TracedExample(folder, TestBinaries.defaultMajor());
    }

    private TracedExample onBase() {
        return example().withBase("V1__base.sql", resource("/rules-base.sql"));
    }

    @ParameterizedTest
    @MethodSource("observing")
    void whatTheReferencePageCallsBadIsFound(Rule rule) {
        boolean privileged = PRIVILEGED.contains(rule.id().value());
        assertThat(example().privileged(privileged).with(rule.doc().bad()).findings())
                .extracting(Finding::rule)
                .contains(rule.id());
    }

    @ParameterizedTest
    @MethodSource("observing")
    void whatTheReferencePageCallsGoodIsNot(Rule rule) {
        assertThat(example().with(rule.doc().good()).findings())
                .extracting(Finding::rule)
                .doesNotContain(rule.id());
    }

    @Test
    void aFindingAboutTheOutcomeStandsWhereItWasMade() {
        assertThat(example()
                        .with("CREATE TABLE c (id bigint PRIMARY KEY);\n"
                                + "CREATE TABLE o (id bigint PRIMARY KEY, c bigint REFERENCES c);\n"
                                + "COMMENT ON COLUMN o.c IS 'whose';\nALTER TABLE o ALTER c SET NOT NULL;")
                        .findings())
                .filteredOn(finding -> finding.rule().value().equals("foreign-key-has-no-index"))
                .extracting(Finding::place)
                .containsExactly("V2__pending.sql:2:1");
    }

    @ParameterizedTest
    @MethodSource("claiming")
    void theServerDoesWhatTheTextLetsExpect(Rule rule) {
        assertThat(onBase().with(bad(rule)).findings())
                .filteredOn(finding -> finding.rule().equals(rule.id()))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.evidence()).isEqualTo(Evidence.CONFIRMED));
    }

    @ParameterizedTest
    @MethodSource("fixing")
    void whatIsProposedLeavesNoFinding(Rule rule) {
        Fix fix = first(rule).flatMap(Finding::fix).orElseThrow();
        TracedExample fixed = onBase();
        int version = 2;
        for (Fix.Script script : fix.scripts()) {
            String name = "V" + version++ + "__fixed.sql";
            if (!script.inTransaction()) {
                fixed.with("--- " + name + ".conf\nexecuteInTransaction=false\n");
            }
            fixed.with("--- " + name + "\n" + script.sql());
        }
        assertThat(fixed.findings())
                .filteredOn(finding -> finding.severity() != Severity.LOW)
                .filteredOn(finding -> !finding.rule().value().equals("version-has-no-undo"))
                .isEmpty();
    }
}
