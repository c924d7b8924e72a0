package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSummaryTest {

    static Stream<Arguments> summaries() {
        return Stream.of(
                arguments("select  1\r\n ,\t2", "select 1 , 2"),
                arguments("create -- x\n table /* y */ a.b(c int)", "create table a.b(c int)"),
                arguments("alter role r password 'secret'", "alter role r password '...'"),
                arguments("do $$ begin null; end $$ language plpgsql", "do '...' language plpgsql"),
                arguments("select E'it\\'s', U&'x'", "select '...', '...'"),
                arguments("drop table \"a\nb\"", "drop table \"a b\""),
                arguments("x".repeat(80), "x".repeat(80)),
                arguments("x".repeat(81), "x".repeat(77) + "..."),
                arguments("select " + "\uD83D\uDE00".repeat(40), "select " + "\uD83D\uDE00".repeat(35) + "..."),
                arguments("x" + "\uD83D\uDE00".repeat(40), "x" + "\uD83D\uDE00".repeat(38) + "..."),
                arguments("xx" + "\uD83D\uDE00".repeat(40), "xx" + "\uD83D\uDE00".repeat(37) + "..."));
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void aStatementIsOneShortLineWithoutLiterals(String sql, String summary) {
        var statement = ScriptReader.read("a", sql, Placeholders.NONE).get(0);
        assertThat(StatementSummary.of(statement)).isEqualTo(summary).hasSizeLessThanOrEqualTo(80);
    }
}
