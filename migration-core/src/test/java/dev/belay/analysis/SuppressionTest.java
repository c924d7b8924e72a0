package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.rule.QueryContext;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {

    private static final String ALLOW = "-- db:allow drop-table-loses-data: not used\n";

    private static Verdict.Result check(String script) {
        return Example.analyze("--- V2__a.sql\n" + script + "\n--- U2__a.sql\nSELECT 1;", RuleSettings.DEFAULT);
    }

    private static List<String> findings(String script) {
        return check(script).findings().stream().map(SuppressionTest::shown).toList();
    }

    private static List<String> allowed(String script) {
        return check(script).allowed().stream()
                .map(Allowed::finding)
                .map(SuppressionTest::shown)
                .toList();
    }

    private static String shown(Finding finding) {
        return finding.span().map(span -> span.start().line() + " ").orElse("") + finding.rule();
    }

    @Test
    void anAllowanceHoldsForTheStatementBelowItOnly() {
        String script = "DROP TABLE a;\n" + ALLOW + "DROP TABLE b;\nDROP TABLE c;";
        assertThat(findings(script)).containsExactly("1 drop-table-loses-data", "4 drop-table-loses-data");
        assertThat(allowed(script)).containsExactly("3 drop-table-loses-data");
    }

    @Test
    void itSaysWhyAndUntilWhen() {
        assertThat(check("-- db:allow drop-table-loses-data until 2027-01-31: not  used; see 4711: b\nDROP TABLE a;")
                        .allowed())
                .singleElement()
                .satisfies(allowed -> {
                    assertThat(allowed.reason()).isEqualTo("not used; see 4711: b");
                    assertThat(allowed.until()).contains(LocalDate.of(2027, 1, 31));
                });
    }

    @Test
    void aDayMayStandInTheReason() {
        for (String reason : List.of("until 2027-01-31: x y", "until 2027-01-31 x y", "x y until 2027-01-31.")) {
            assertThat(check("-- db:allow drop-table-loses-data: " + reason + "\nDROP TABLE a;")
                            .allowed())
                    .as(reason)
                    .singleElement()
                    .satisfies(allowed -> {
                        assertThat(allowed.reason()).isEqualTo("x y");
                        assertThat(allowed.until()).contains(LocalDate.of(2027, 1, 31));
                    });
        }
    }

    @Test
    void aReasonMayTalkOfUntil() {
        assertThat(check("-- db:allow drop-table-loses-data: until the release nobody reads it\nDROP TABLE a;")
                        .allowed())
                .singleElement()
                .satisfies(allowed -> {
                    assertThat(allowed.reason()).isEqualTo("until the release nobody reads it");
                    assertThat(allowed.until()).isEmpty();
                });
    }

    @Test
    void severalStandAboveOneStatementWithOtherCommentsBetween() {
        String script = "-- db:allow cascade-drops-what-is-not-named: only views\n\n-- by the book\n" + ALLOW
                + "/* really */ DROP TABLE a CASCADE;";
        assertThat(findings(script)).isEmpty();
        assertThat(allowed(script)).containsExactly("5 cascade-drops-what-is-not-named", "5 drop-table-loses-data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE a; -- db:allow drop-table-loses-data: not used\nDROP TABLE b;",
                "DROP TABLE a\n; /* x */ -- db:allow drop-table-loses-data: not used\nDROP TABLE b;",
                "DROP TABLE a -- db:allow drop-table-loses-data: not used\n;\nDROP TABLE b;",
                "DROP TABLE a\n-- x;\n-- db:allow drop-table-loses-data: not used\n;\nDROP TABLE b;",
                "DROP TABLE\n-- db:allow drop-table-loses-data: not used\na;\nDROP TABLE b;",
                "/* db:allow drop-table-loses-data:\n * not used */\nDROP TABLE a;\nDROP TABLE b;",
                "/* db:allow drop-table-loses-data: not used */ DROP TABLE a;\nDROP TABLE b;",
                "----  DB:Allow  drop-table-loses-data  :  not used\r\nDROP TABLE a;\r\nDROP TABLE b;",
            })
    void oneInOrBehindAStatementBelongsToIt(String script) {
        Verdict.Result result = check(script);
        assertThat(result.allowed())
                .singleElement()
                .satisfies(allowed ->
                        assertThat(allowed.finding().statement().orElseThrow()).endsWith("a"));
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.statement()).isEqualTo(Optional.of("DROP TABLE b")));
    }

    @Test
    void oneBetweenTwoStatementsOfALineBelongsToTheSecond() {
        assertThat(check("DROP TABLE a; /* db:allow drop-table-loses-data: not used */ DROP TABLE b;")
                        .allowed())
                .singleElement()
                .satisfies(allowed -> assertThat(allowed.finding().statement()).isEqualTo(Optional.of("DROP TABLE b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO note VALUES ('\n-- db:allow drop-table-loses-data: not used\n');\nDROP TABLE a;",
                "INSERT INTO note VALUES ($x$\n-- db:allow drop-table-loses-data: not used\n$x$);\nDROP TABLE a;",
                "COPY note FROM STDIN;\n-- db:allow drop-table-loses-data: not used\n\\.\n\n\nDROP TABLE a;",
                "SELECT 1 AS \"\n-- db:allow drop-table-loses-data: not used\n\";\nDROP TABLE a;",
            })
    void whatOnlyLooksLikeACommentAcceptsNothing(String script) {
        Verdict.Result result = check(script);
        assertThat(result.allowed()).isEmpty();
        assertThat(result.findings()).extracting(SuppressionTest::shown).hasSize(1);
    }

    @Test
    void oneBehindTheDataOfACopyIsRead() {
        assertThat(allowed("COPY note FROM STDIN;\na;b\n\\.\n" + ALLOW + "DROP TABLE a;"))
                .containsExactly("5 drop-table-loses-data");
    }

    @Test
    void placeholdersBeforeItMoveNothing() {
        assertThat(allowed("SELECT '${schema}${schema}';\n" + ALLOW + "DROP TABLE ${schema}.a;"))
                .containsExactly("3 drop-table-loses-data");
    }

    @Test
    void theCodeOfADoBlockBelongsToItsStatement() {
        String script =
                "-- db:allow truncate-loses-data: cache only\nDO $$ BEGIN\n  TRUNCATE a;\n  TRUNCATE b;\nEND $$;";
        assertThat(findings(script)).isEmpty();
        assertThat(allowed(script)).containsExactly("3 truncate-loses-data", "4 truncate-loses-data");
    }

    @Test
    void aFindingAboutTheScriptIsAcceptedAboveItsFirstStatement() {
        String above = "-- db:allow version-has-no-undo: data only\nSELECT 1;\nSELECT 2;";
        String below = "SELECT 1;\n-- db:allow version-has-no-undo: data only\nSELECT 2;";
        assertThat(Example.analyze(above, RuleSettings.DEFAULT).findings()).isEmpty();
        assertThat(Example.analyze(below, RuleSettings.DEFAULT).findings())
                .extracting(SuppressionTest::shown)
                .containsExactly("version-has-no-undo", "2 allowance-is-unused");
        assertThat(Example.analyze("-- db:allow version-has-no-undo: nothing in it", RuleSettings.DEFAULT)
                        .findings())
                .extracting(SuppressionTest::shown)
                .containsExactly("script-is-empty");
    }

    @Test
    void anExpiredOneAcceptsNothing() {
        assertThat(findings("-- db:allow drop-table-loses-data until 2026-11-20: not used\nDROP TABLE a;"))
                .containsExactly("1 allowance-has-expired", "2 drop-table-loses-data");
    }

    @Test
    void anAllowanceOfARuleThatIsOffIsNotUnused() {
        var off = RuleSettings.parse(Map.of("drop-table-loses-data", "off"), Optional.empty());
        assertThat(Example.analyze("--- R__a.sql\n" + ALLOW + "DROP TABLE a;", off)
                        .findings())
                .isEmpty();
    }

    @Test
    void theRulesAboutAllowancesObeyTheProject() {
        var settings = RuleSettings.parse(
                Map.of("allowance-is-unused", "high", "allowance-names-no-rule", "off"), Optional.empty());
        assertThat(Example.analyze("--- R__a.sql\n" + ALLOW + "-- db:allow nothing: x\nSELECT 1;", settings)
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule().value()).isEqualTo("allowance-is-unused");
                    assertThat(finding.severity()).hasToString("high");
                });
    }

    @Test
    void anAllowanceOfWhatOnlyATraceDecidesIsUnusedOnlyWhenThereWasOne() {
        String script = "--- R__a.sql\n-- db:allow query-of-the-application-breaks: replaced next week\nSELECT 1;";
        Analyzer.Analysis analysis = Example.read(script);
        var verdict = new Verdict(
                Rules.ALL, RuleSettings.DEFAULT, Example.of(script).scripts(), TableSizes.UNKNOWN, Example.TODAY);
        var trace = new Trace("", 17, List.of(), Catalogue.EMPTY, Catalogue.EMPTY, Optional.empty());
        assertThat(verdict.of(analysis).findings()).isEmpty();
        assertThat(verdict.of(analysis, trace, Optional.empty()).findings()).isEmpty();
        assertThat(verdict.of(analysis, trace, Optional.of(QueryContext.NONE)).findings())
                .extracting(SuppressionTest::shown)
                .containsExactly("1 allowance-is-unused");
    }

    @Test
    void aQueryThatBreaksMayBeAccepted() {
        String script = "--- R__a.sql\n-- db:allow query-of-the-application-breaks: replaced next week\nSELECT 1;";
        Analyzer.Analysis analysis = Example.read(script);
        ScriptReading reading = analysis.readings().get(0);
        var cause = new QueryContext.Cause(
                reading.script(), Optional.of(reading.parsed().statements().get(0)));
        var broken = new QueryContext.Broken(new ApplicationQuery("SELECT 2", "q.sql:1"), cause, "no 2");
        var verdict = new Verdict(
                Rules.ALL, RuleSettings.DEFAULT, Example.of(script).scripts(), TableSizes.UNKNOWN, Example.TODAY);
        var trace = new Trace("", 17, List.of(), Catalogue.EMPTY, Catalogue.EMPTY, Optional.empty());
        Verdict.Result result = verdict.of(analysis, trace, Optional.of(new QueryContext(List.of(broken), List.of())));
        assertThat(result.findings()).isEmpty();
        assertThat(result.allowed())
                .singleElement()
                .satisfies(allowed -> assertThat(allowed.reason()).isEqualTo("replaced next week"));
    }

    @Test
    void whoAcceptsWhatTheTraceDisprovesHasNotWrittenInVain() {
        String script = "--- R__a.sql\n-- db:allow drop-table-loses-data: x\nDROP TABLE a;";
        Analyzer.Analysis read = Example.read(script);
        var analysis = new Analyzer.Analysis(
                read.readings(),
                List.of(),
                read.findings().stream()
                        .map(finding ->
                                finding.claiming(new Claim.Locks(QualifiedName.of("a"), LockMode.ACCESS_EXCLUSIVE)))
                        .toList());
        var nothing = new StatementTrace(
                1,
                StatementTrace.End.RAN,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                Duration.ZERO);
        var trace = new Trace(
                "",
                17,
                List.of(new ScriptTrace("R__a.sql", true, List.of(nothing))),
                Catalogue.EMPTY,
                Catalogue.EMPTY,
                Optional.empty());
        var verdict = new Verdict(
                Rules.ALL, RuleSettings.DEFAULT, Example.of(script).scripts(), TableSizes.UNKNOWN, Example.TODAY);
        Verdict.Result result = verdict.of(analysis, trace, Optional.empty());
        assertThat(result.overturned()).hasSize(1);
        assertThat(result.findings()).isEmpty();
    }
}
