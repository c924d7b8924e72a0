package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.belay.script.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSplitterTest {

    private static List<Statement> read(String text) {
        return ScriptReader.read("V1__a.sql", text, Placeholders.NONE);
    }

    private static List<String> split(String text) {
        return read(text).stream().map(Statement::sql).toList();
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("", List.of()),
                arguments("  \r\n\t", List.of()),
                arguments(";; ;", List.of()),
                arguments("-- only\n/* comments */;", List.of()),
                arguments("select 1", List.of("select 1")),
                arguments("select 1;select 2", List.of("select 1", "select 2")),
                arguments("-- a;b\nselect 1 -- c;d\n;", List.of("select 1")),
                arguments("select 1 /* ; */ + 2 ;", List.of("select 1 /* ; */ + 2")),
                arguments("/* a /* b; */ c; */ select 1;", List.of("select 1")),
                arguments("/*/ ; */ select 1;", List.of("select 1")),
                arguments("select 2 */* ; */ 3; x", List.of("select 2 */* ; */ 3", "x")),
                arguments("select 1--;\r;select 2", List.of("select 1", "select 2")),
                arguments("select 'a;b''c;d'; x", List.of("select 'a;b''c;d'", "x")),
                arguments("select 'a\\'; x", List.of("select 'a\\'", "x")),
                arguments("select E'it\\'s;'; x", List.of("select E'it\\'s;'", "x")),
                arguments("select e'\\\\'; x", List.of("select e'\\\\'", "x")),
                arguments("select E'a''\\';b'; x", List.of("select E'a''\\';b'", "x")),
                arguments("select E'a' -- c\n '\\';b'; x", List.of("select E'a' -- c\n '\\';b'", "x")),
                arguments("select E'a' '\\';b", List.of("select E'a' '\\'", "b")),
                arguments("select somE'\\'; x", List.of("select somE'\\'", "x")),
                arguments(
                        "select U&'\\0041;''', u&\"x;\"\"y\"; x", List.of("select U&'\\0041;''', u&\"x;\"\"y\"", "x")),
                arguments("select B'1;', X'f;', N'\\'; x", List.of("select B'1;', X'f;', N'\\'", "x")),
                arguments("select \"a;\"\"b;\"; x", List.of("select \"a;\"\"b;\"", "x")),
                arguments("do $$ a; b; $$; x", List.of("do $$ a; b; $$", "x")),
                arguments("do $a$ $$;$b$;$A$; $a$; x", List.of("do $a$ $$;$b$;$A$; $a$", "x")),
                arguments("select a$b$;select 1$b$;", List.of("select a$b$", "select 1$b$;")),
                arguments("select $1;select $1a$", List.of("select $1", "select $1a$")),
                arguments("do $\u00e4_1$ ; $\u00e4_1$; x", List.of("do $\u00e4_1$ ; $\u00e4_1$", "x")),
                arguments("do $1$;x", List.of("do $1$", "x")),
                arguments(
                        "create rule r as on insert to t do (delete from a; delete from b); x",
                        List.of("create rule r as on insert to t do (delete from a; delete from b)", "x")),
                arguments("select 1); x", List.of("select 1)", "x")),
                arguments("\uFEFFselect 1; x", List.of("select 1", "x")),
                arguments("select\u00a01;x", List.of("select\u00a01", "x")),
                arguments("begin; end; commit", List.of("begin", "end", "commit")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aSemicolonEndsAStatementOnlyWhereItIsOne(String text, List<String> statements) {
        assertThat(split(text)).containsExactlyElementsOf(statements);
    }

    static Stream<String> statementsWithSemicolons() {
        return Stream.of(
                "create function f() returns int begin atomic select 1; select 2; end",
                "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END",
                "create function f(a int) returns int begin atomic select case when a > 1 then 2 end; select 3; end",
                "create function f(a int) returns int begin atomic"
                        + " select case a when 1 then case a when 2 then 3 end else 4 end; end",
                "create function f() returns int begin atomic select (case when true then 1 end) as end; select 1; end",
                "create function f() returns int begin atomic select t.end, t.case from t; select 1; end",
                "create function f() returns int language plpgsql as $$ begin return 1; end $$");
    }

    @ParameterizedTest
    @MethodSource("statementsWithSemicolons")
    void theBodyOfARoutineIsNotSplit(String routine) {
        assertThat(split(routine + "; select 4")).containsExactly(routine, "select 4");
    }

    @Test
    void onlyARoutineHasABodyOfStatements() {
        assertThat(split("create function begin() returns int return 1; begin; select case 1 when 1 then 2 end; end"))
                .containsExactly(
                        "create function begin() returns int return 1",
                        "begin",
                        "select case 1 when 1 then 2 end",
                        "end");
        assertThat(split("create table t (atomic int); begin atomic; end")).hasSize(3);
    }

    static Stream<Arguments> copies() {
        return Stream.of(
                arguments("copy t from stdin;\n1\ta;b\n2\t'\n\\.\nselect 1;", "1\ta;b\n2\t'\n", List.of("select 1")),
                arguments("COPY t (a, b) FROM STDIN WITH (FORMAT csv) ;\r\n1\r\n\\.\r\nx", "1\r\n", List.of("x")),
                arguments("copy t from stdin; -- data\r1\r\\.\rx", "1\r", List.of("x")),
                arguments("copy t from stdin;\n\\.\nx", "", List.of("x")),
                arguments("copy t from stdin;\n1\n2", "1\n2", List.of()),
                arguments("copy t from stdin;\n1\n\\.", "1\n", List.of()),
                arguments("copy t from stdin;", "", List.of()),
                arguments("copy t from stdin", "", List.of()),
                arguments("copy t from stdin;\n\\.x\n \\.\n\\\\.\n\\.\nx", "\\.x\n \\.\n\\\\.\n", List.of("x")),
                arguments("copy t from stdin; select 1; a\n1\n\\.\nx", "1\n", List.of("select 1", "a", "x")));
    }

    @ParameterizedTest
    @MethodSource("copies")
    void theLinesBehindACopyAreItsData(String text, String data, List<String> others) {
        List<Statement> statements = read(text);
        assertThat(statements.get(0).copyData()).contains(data);
        assertThat(statements.subList(1, statements.size()))
                .allSatisfy(statement -> assertThat(statement.copyData()).isEmpty())
                .extracting(Statement::sql)
                .containsExactlyElementsOf(others);
    }

    @Test
    void twoCopiesOnOneLineTakeTheirDataInTurn() {
        assertThat(read("copy a from stdin; copy b from stdin;\n1\n\\.\n2\n\\.\nx"))
                .extracting(Statement::copyData)
                .extracting(data -> data.orElse("none"))
                .containsExactly("1\n", "2\n", "none");
    }

    @ParameterizedTest
    @MethodSource
    void aCopyOfAnotherKindHasNoData(String copy) {
        assertThat(read(copy + ";\nselect 1"))
                .hasSize(2)
                .allSatisfy(statement -> assertThat(statement.copyData()).isEmpty());
    }

    static Stream<String> aCopyOfAnotherKindHasNoData() {
        return Stream.of(
                "copy t to stdout",
                "copy t from '/tmp/stdin'",
                "copy t from program 'stdin'",
                "copy (select * from stdin) to stdout",
                "insert into copy select * from stdin",
                "copy t from \"stdin\"");
    }

    static Stream<Arguments> cutOff() {
        return Stream.of(
                arguments("select ", "'a; b", "a string"),
                arguments("select ", "E'a\\'; b", "a string"),
                arguments("select ", "E'\\", "a string"),
                arguments("do ", "$x$ a; $y$", "a dollar-quoted string"),
                arguments("", "/* a /* b */ ; b", "a comment"),
                arguments("", "/*", "a comment"),
                arguments("select ", "\"a; b", "a quoted name"));
    }

    @ParameterizedTest
    @MethodSource("cutOff")
    void whatIsNotClosedIsPartOfTheLastStatementAndADefect(String before, String rest, String what) {
        ParsedScript script = ScriptReader.parse("a", "init;\n" + before + rest, Placeholders.NONE);
        assertThat(script.statements()).extracting(Statement::sql).containsExactly("init", before + rest);
        assertThat(script.defects()).singleElement().satisfies(defect -> {
            assertThat(defect.at()).hasToString("2:" + (before.length() + 1));
            assertThat(defect.what()).isEqualTo(what + " begins here and is not closed");
        });
    }

    @Test
    void aNulIsADefect() {
        ParsedScript script = ScriptReader.parse("a", "select 1;\nselect\0 2; x", Placeholders.NONE);
        assertThat(script.statements()).hasSize(3);
        assertThat(script.defects())
                .singleElement()
                .satisfies(defect -> assertThat(defect.at()).hasToString("2:7"));
    }

    @Test
    @Timeout(600)
    void hugeAndDeepTextsAreRead() {
        assertThat(split("/*".repeat(100_000) + "*/".repeat(100_000) + "x")).containsExactly("x");
        assertThat(split("select " + "(".repeat(100_000) + ")".repeat(100_000) + ";x"))
                .hasSize(2);
        assertThat(split("insert into t values " + "('a;b', $$;$$),".repeat(700_000) + ";x"))
                .hasSize(2);
        assertThat(split("select 1;".repeat(100_000))).hasSize(100_000);
        assertThat(split("copy t from stdin;".repeat(10_000))).hasSize(10_000);
    }
}
