package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntoClausesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select a into b from c;|select a from c;",
                "select a into strict b.c, d[e[1]], \"f\" from g;|select a from g;",
                "select a, b into c, d[1] from e;|select a, b from e;",
                "select into a b from c;|select b from c;",
                "insert into a select b returning c into d;|insert into a select b returning c ;",
                "execute a into b using c;|execute a using c;",
                "fetch a into b|fetch a",
                "merge into a using b|merge into a using b",
                "select 'into a'|select 'into a'",
                "select 1 into|select 1",
                "select 1 into a,|select 1",
                "select 1 into a[1|select 1",
                "select 1 into a.|select 1"
            })
    void variablesAreBlankedAndTablesAreNot(String code, String plain) {
        String blanked = IntoClauses.blanked(code);
        assertThat(blanked).hasSameSizeAs(code);
        assertThat(blanked.replaceAll(" +", " ").strip()).isEqualTo(plain);
    }
}
