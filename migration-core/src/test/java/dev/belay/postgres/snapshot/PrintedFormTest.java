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
            ((ARRAY[ARRAY[s, 1], ARRAY[t, 2]])::text[])         ==> (ARRAY[ARRAY[(s)::text, (1)::text], ARRAY[(t)::text, (2)::text]])
            ((ARRAY[d, CURRENT_DATE])::timestamp(3) with time zone[]) ==> (ARRAY[(d)::timestamp(3) with time zone, (CURRENT_DATE)::timestamp(3) with time zone])
            ((ARRAY[(a)[1], 2.5, f(b, c)])::numeric(5,-1)[])    ==> (ARRAY[((a)[1])::numeric(5,-1), (2.5)::numeric(5,-1), (f(b, c))::numeric(5,-1)])
            ((ARRAY[x, NULL::character varying[]])::text[])     ==> (ARRAY[(x)::text[], (NULL::character varying[])::text[]])
            ((ARRAY[x, ARRAY[]::character varying[]])::text[])  ==> (ARRAY[(x)::text[], (ARRAY[]::character varying[])::text[]])
            ((ARRAY[x, ARRAY[1, y]])::bigint[])                 ==> (ARRAY[(x)::bigint[], ARRAY[(1)::bigint, (y)::bigint]])
            ((ARRAY[x, (y)::character varying(3)])::text[])     ==> (ARRAY[(x)::text, ((y)::character varying(3))::text])
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
                "(ARRAY[x, y])::text[]",
                "(ARRAY[f(x, 'a'::text), \"1::text\"])::text[]",
                "(ARRAY[x, (y)::app.words])::text[]",
                "(ARRAY[ CASE WHEN b THEN x ELSE 'a'::text END])::character varying[]",
                "(ARRAY[x, ARRAY[y]])::text[]",
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

    @ParameterizedTest
    @CsvSource(delimiterString = "==>", quoteCharacter = '~', textBlock = """
            CHECK (((ARRAY[x, y])::text[] = z))    ==> CHECK ((ARRAY[(x)::text, (y)::text] = z))
            CHECK (((ARRAY[x, y])::text[] = z))    ==> CHECK ((ARRAY[(x)::text[], (y)::text[]] = z))
            f((ARRAY[x])::text[], (ARRAY[y])::a.b[]) ==> f(ARRAY[(x)::text], ARRAY[(y)::a.b[]])
            (ARRAY[x, ARRAY[y]])::text[]           ==> ARRAY[(x)::text[], ARRAY[(y)::text]]
            """)
    void whatNeitherPrintShowsMayBeTheSame(String printed, String later) {
        assertThat(PrintedForm.of("constraint", printed)).isEqualTo(printed);
        assertThat(PrintedForm.mayBecome("constraint", printed, later)).isTrue();
        assertThat(PrintedForm.mayBecome("constraint", later, printed)).isFalse();
        assertThat(PrintedForm.mayBecome("comment", printed, later)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "==>", quoteCharacter = '~', textBlock = """
            (ARRAY[x, y])::text[]                  ==> ARRAY[(x)::text, (z)::text]
            (ARRAY[x, y])::text[]                  ==> ARRAY[(x)::bigint, (y)::bigint]
            (ARRAY[x, y])::text[]                  ==> ARRAY[x, y]
            ((ARRAY[x, y])::text[] = a)            ==> (ARRAY[(x)::text, (y)::text] = b)
            ARRAY[(x)::text[], (y)::text[]]        ==> ARRAY[(x)::text, (y)::text]
            ARRAY[(x)::text, (y)::text]            ==> ARRAY[(x)::text[], (y)::text[]]
            """)
    void whatIsAnotherForCertainMayNot(String printed, String later) {
        assertThat(PrintedForm.mayBecome("view", printed, later)).isFalse();
    }
}
