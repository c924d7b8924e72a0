package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {

    private static final Placeholders VALUES = Placeholders.of(
            Map.of("schema", "app", "Empty", "", "two", "select 1; select 22", "flyway:user", "me", "quote", "it''s"));

    private static Statement only(String text) {
        List<Statement> statements = ScriptReader.read("a.sql", text, VALUES);
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void positionsCountLinesOfEveryKind(String end) {
        String text = "-- a" + end + end + "  select 1" + end + " , 2 ;" + end + "\tselect 3;";
        List<Statement> statements = ScriptReader.read("a.sql", text, Placeholders.NONE);
        assertThat(statements).extracting(s -> s.span().start().toString()).containsExactly("3:3", "5:2");
        assertThat(statements).extracting(s -> s.span().end().toString()).containsExactly("4:5", "5:10");
        assertThat(statements).extracting(Statement::number).containsExactly(1, 2);
    }

    @Test
    void columnsAreUtf16Units() {
        Statement statement = ScriptReader.read("a.sql", "select '\uD83D\uDE00'; x", Placeholders.NONE)
                .get(1);
        assertThat(statement.span().start()).hasToString("1:14");
    }

    @Test
    void theStatementEndsAtItsLastToken() {
        Statement statement = only("select 1 -- so that nothing can hide behind a comment\n;");
        assertThat(statement.sql()).isEqualTo("select 1");
        assertThat(statement.span().end()).hasToString("1:9");
    }

    @Test
    void placeholdersAreReplacedEverywhereInAnyCase() {
        Statement statement = only("select '${QUOTE}', ${Schema}.a /* ${flyway:user} */ , $${empty}$ x $$");
        assertThat(statement.sql()).isEqualTo("select 'it''s', app.a /* me */ , $$ x $$");
        assertThat(statement.source()).startsWith("select '${QUOTE}', ${Schema}.a");
        assertThat(statement.source())
                .isEqualTo(
                        statement.span().of("select '${QUOTE}', ${Schema}.a /* ${flyway:user} */ , $${empty}$ x $$"));
    }

    @Test
    void positionsAreThoseOfTheFileBehindAPlaceholder() {
        String text = "${empty}drop table ${schema}.a;\n${two}; x ${empty} ; ${schema}";
        List<Statement> statements = ScriptReader.read("a.sql", text, VALUES);
        assertThat(statements)
                .extracting(Statement::sql)
                .containsExactly("drop table app.a", "select 1", "select 22", "x", "app");
        assertThat(statements)
                .extracting(Statement::source)
                .containsExactly("drop table ${schema}.a", "${two}", "${two}", "x", "${schema}");
        assertThat(statements)
                .extracting(s -> s.span().start().toString())
                .containsExactly("1:9", "2:1", "2:1", "2:9", "2:22");
    }

    @Test
    void aServersPositionIsFoundInTheFile() {
        ParsedScript script =
                ScriptReader.parse("a.sql", "-- c\nselect '\uD83D\uDE00', ${schema}.x,\n  nope; y", VALUES);
        Statement first = script.statements().get(0);
        assertThat(script.place(first, 1)).hasToString("2:1");
        assertThat(script.place(first, 8)).hasToString("2:8");
        assertThat(script.place(first, 13)).hasToString("2:14");
        assertThat(script.place(first, 16)).hasToString("2:23");
        assertThat(script.place(first, 22)).hasToString("3:3");
        assertThat(script.place(first, 999)).hasToString("3:6");
        assertThat(script.place(first, 0)).hasToString("2:1");
        assertThat(script.place(script.statements().get(1), 1)).hasToString("3:9");
    }

    @Test
    void anUnknownPlaceholderIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> ScriptReader.read("V7__x.sql", "select 1;\n  -- ${nope}", VALUES))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("V7__x.sql:2:6: the placeholder ${nope} has no value")
                .hasMessageContaining("-Ddb.placeholders.nope=<value>")
                .hasMessageContaining("flyway.placeholders.nope");
    }

    @Test
    void aPlaceholderThatIsNotClosedIsRefused() {
        assertThatThrownBy(() -> ScriptReader.read("V7__x.sql", "a ${nope", VALUES))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("V7__x.sql:1:3: a placeholder begins here with ${ and is not closed");
    }

    @Test
    void withoutPlaceholdersNothingIsReplaced() {
        assertThat(ScriptReader.read("a", "select '${nope}'", Placeholders.NONE)
                        .get(0)
                        .sql())
                .isEqualTo("select '${nope}'");
    }

    @Test
    void otherPrefixesAndSuffixesWork() {
        var placeholders = new Placeholders("[[", "]]", Map.of("a", "1"));
        assertThat(ScriptReader.read("a", "select [[A]], '${a}', x[1]", placeholders)
                        .get(0)
                        .sql())
                .isEqualTo("select 1, '${a}', x[1]");
    }

    private static final List<String> STATEMENTS = List.of(
            "select 1",
            "select 'a;''b'",
            "select E'\\';'",
            "do $$begin; null; end$$",
            "select \"a;\"\"b\"",
            "select /* ; */ 1 -- ;\n + 2",
            "create function f() returns int begin atomic select case when true then 1 end; end",
            "insert into t values ('\uD83D\uDE00;', ${schema})",
            "create rule r as on delete to t do also (select 1; select 2)",
            "select U&'\\00e4;'");

    private static final List<String> GAPS =
            List.of("", " ", "\n", "\r\n", "\r", "-- x ; '\n", "/* ; ' /* */ $$ */", ";", " ; ; ", "${empty}", "\t");

    @RepeatedTest(200)
    void joinedStatementsAreFoundAgainWhereTheyWere(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var text = new StringBuilder();
        var wanted = new ArrayList<String>();
        var offsets = new ArrayList<Integer>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            for (int gaps = random.nextInt(4); gaps > 0; gaps--) {
                text.append(GAPS.get(random.nextInt(GAPS.size())));
            }
            wanted.add(STATEMENTS.get(random.nextInt(STATEMENTS.size())));
            offsets.add(text.length());
            text.append(wanted.get(wanted.size() - 1)).append(random.nextBoolean() ? ";" : " /* ; */ -- ;\n ;");
        }
        List<Statement> found = ScriptReader.read("a.sql", text.toString(), VALUES);
        assertThat(found).extracting(Statement::source).containsExactlyElementsOf(wanted);
        assertThat(found)
                .allSatisfy(statement ->
                        assertThat(statement.span().of(text.toString())).isEqualTo(statement.source()));
        assertThat(found).extracting(s -> s.span().start().offset()).containsExactlyElementsOf(offsets);
        assertThat(found)
                .allSatisfy(s -> assertThat(s.sql()).isEqualTo(s.source().replace("${schema}", "app")));
    }
}
