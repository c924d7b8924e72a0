package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.rule.QueryRule;
import dev.belay.rule.Rule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One folder per rule: {@code bad.sql} gives the findings of {@code finding.txt}, {@code good.sql} none of this rule. */
class RulesTest {

    /** Those that need a server are tried on one by {@link QueryRulesTest}. */
    static List<Rule> rules() {
        return Rules.ALL.stream().filter(rule -> !(rule instanceof QueryRule)).toList();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(RulesTest.class.getResource("/rules").toURI());
    }

    private static String file(Rule rule, String name) throws Exception {
        return Files.readString(folder().resolve(rule.id().value()).resolve(name));
    }

    private static List<Finding> findings(Rule rule, String example) {
        return Example.check(example).stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .toList();
    }

    private static String print(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.place() + " " + finding.severity() + "\n" + finding.message() + "\n"
                        + finding.advice() + "\n")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyRuleHasAFolderAndEveryFolderARule() throws IOException, URISyntaxException {
        try (var folders = Files.list(folder())) {
            assertThat(folders.map(path -> path.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            Rules.ALL.stream().map(rule -> rule.id().value()).toList());
        }
    }

    @Test
    void noTwoRulesHaveOneName() {
        assertThat(Rules.ALL.stream().map(Rule::id).toList()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void badSqlIsFound(Rule rule) throws Exception {
        assertThat(print(findings(rule, file(rule, "bad.sql"))))
                .isEqualToNormalizingNewlines(file(rule, "finding.txt"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void goodSqlIsNotFound(Rule rule) throws Exception {
        assertThat(findings(rule, file(rule, "good.sql"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theExamplesOfTheReferencePageAreTrue(Rule rule) {
        assertThat(findings(rule, rule.doc().bad())).isNotEmpty();
        List<RuleId> ofGood =
                Example.check(rule.doc().good()).stream().map(Finding::rule).toList();
        assertThat(ofGood).doesNotContain(rule.id());
    }
}
