package dev.belay.postgres.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has one form, and what has none: prints of the server, and what it makes of them. */
class PrintedFormTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "==>", quoteCharacter = '~', textBlock = """
            ((x AND y) AND z)                        ==> (x AND y AND z)
            ((x OR y) OR z)                          ==> (x OR y OR z)
            ((((a = 1) OR (b)) OR c) OR d)           ==> ((a = 1) OR (b) OR c OR d)
            (((a AND b) OR c) AND d)                 ==> (((a AND b) OR c) AND d)
            (((a AND b) AND c) OR d)                 ==> ((a AND b AND c) OR d)
            ((x AND y) AND ((a OR b) OR c))          ==> (x AND y AND (a OR b OR c))
            CHECK ((((i >= 1) AND (i <= 2)) AND b))  ==> CHECK (((i >= 1) AND (i <= 2) AND b))
            ((ARRAY['a'::character varying])::text[])           ==> (ARRAY[('a'::character varying)::text])
            f((ARRAY[s, ')]'::text, lower(t)])::app."T ""x"[]) ==> f(ARRAY[(s)::app."T ""x", (')]'::text)::app."T ""x", (lower(t))::app."T ""x"])
            ((ARRAY[1, 2])::bigint[] = (ARRAY[3])::bigint[])    ==> (ARRAY[(1)::bigint, (2)::bigint] = ARRAY[(3)::bigint])
            ((ARRAY[ARRAY[s], ARRAY[t]])::text[])               ==> (ARRAY[ARRAY[(s)::text], ARRAY[(t)::text]])
            ((ARRAY[d])::timestamp(3) with time zone[])         ==> (ARRAY[(d)::timestamp(3) with time zone])
            ((ARRAY[(a)[1], f(b, c)])::numeric(5,-1)[])         ==> (ARRAY[((a)[1])::numeric(5,-1), (f(b, c))::numeric(5,-1)])
            """)
    void whatTheServerPrintsOtherwiseOnceItHasReadItIsOne(String written, String read) {
        assertThat(PrintedExpressions.asRestored(written)).isEqualTo(read);
        assertThat(PrintedExpressions.asRestored(read)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a + b) * c)",
                "(a + (b * c))",
                "(x AND (y AND z))",
                "((x OR y) AND z)",
                "((NOT (x AND y)) AND z)",
                "f((x AND y), z)",
                "(f(x AND y) AND z)",
                "((x AND y))::text",
                "(((x AND y))::integer AND z)",
                "(x)::text",
                "((x)::integer)::text",
                "(ARRAY['a'::text])[1]",
                "(ARRAY['a'::text])::app.words",
                "(ARRAY['a'::text] || t)::text[]",
                "(t || ARRAY['a'::text])::text[]",
                "(ARRAY[]::character varying[])::text[]",
                "(s = '((x AND y) AND z)'::text)",
                "(s = 'it''s ((x AND y) AND z)'::text)",
                "(\"((x AND y) AND z)\" AND b)",
                "AS $f$ BEGIN RETURN ((x AND y) AND z); END $f$",
                "(count(*) OVER ((a) ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))",
                "((x AND y) AND z",
                "((x AND y) AND z))"
            })
    void whatElseDiffersStaysAsItIs(String printed) {
        assertThat(PrintedExpressions.asRestored(printed)).isEqualTo(printed);
    }
}
