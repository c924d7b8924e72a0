package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.migrate.PreparedScript;
import dev.belay.rule.QueryContext;
import dev.belay.rule.QueryRule;
import dev.belay.rule.Rule;
import dev.belay.script.Statement;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.StatementTrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The folders of the rules about queries, and the examples of their reference pages, tried on every major. */
@ExtendWith(PostgresExtension.class)
class QueryRulesTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> rulesAndMajors() {
        return Rules.ALL.stream()
                .filter(QueryRule.class::isInstance)
                .flatMap(rule -> TestBinaries.majors().stream().map(major -> Arguments.of(rule, major)));
    }

    static Stream<Rule> rules() {
        return Rules.ALL.stream().filter(QueryRule.class::isInstance);
    }

    private static String file(Rule rule, String name) throws Exception {
        Path rules = Path.of(QueryRulesTest.class.getResource("/rules").toURI());
        return Files.readString(rules.resolve(rule.id().value()).resolve(name));
    }

    @ParameterizedTest
    @MethodSource("rulesAndMajors")
    void badSqlIsFound(Rule rule, int major, TestServers servers) throws Exception {
        String found = findings(rule, file(rule, "bad.sql"), servers.newDatabase(major)).stream()
                .map(finding -> finding.place() + " " + finding.severity() + "\n" + finding.message() + "\n"
                        + finding.advice() + "\n")
                .collect(Collectors.joining("\n"));
        assertThat(found).isEqualToNormalizingNewlines(file(rule, "finding.txt"));
    }

    @ParameterizedTest
    @MethodSource("rulesAndMajors")
    void goodSqlIsNotFound(Rule rule, int major, TestServers servers) throws Exception {
        assertThat(findings(rule, file(rule, "good.sql"), servers.newDatabase(major)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theExamplesOfTheReferencePageAreTrue(Rule rule, TestServers servers) throws Exception {
        int major = TestBinaries.defaultMajor();
        assertThat(findings(rule, rule.doc().bad(), servers.newDatabase(major))).isNotEmpty();
        assertThat(findings(rule, rule.doc().good(), servers.newDatabase(major)))
                .isEmpty();
    }

    private List<Finding> findings(Rule rule, String text, TestDatabase database) throws Exception {
        Example.WithQueries example = Example.withQueries(text);
        example.base().forEach(script -> database.execute(script.text()));
        for (var query : example.queries().entrySet()) {
            Path file = folder.resolve(query.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, query.getValue());
        }
        String names = String.join(",", example.queries().keySet());
        QueryContext context;
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, ApplicationQueries.ofFiles(folder, names), true);
            for (ScriptReading reading : example.pending()) {
                run(session, trial, Example.prepared(reading));
            }
            context = trial.finish(session);
        }
        return ((QueryRule) rule).check(context);
    }

    /** As an upgrade does it: each script in one transaction. */
    private static void run(Connection session, QueryTrial trial, PreparedScript script) throws Exception {
        session.setAutoCommit(false);
        try (var worker = session.createStatement()) {
            for (Statement statement : script.statements()) {
                worker.execute(statement.sql());
                trial.ran(session, script, statement, changed(statement));
            }
        }
        session.commit();
        session.setAutoCommit(true);
    }

    static StatementTrace changed(Statement statement) {
        return new StatementTrace(
                statement.number(),
                StatementTrace.End.RAN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new ObjectChange(ObjectChange.Action.ALTERED, "table", "public.orders", true)),
                0,
                List.of(),
                Duration.ZERO);
    }
}
