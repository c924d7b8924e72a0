package dev.belay.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class SqlTextTest {

    private TestDatabase database;

    @BeforeEach
    void newDatabase(TestDatabase newDatabase) {
        database = newDatabase;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "O'Hara",
                "back\\slash 'and' quote\\'",
                "two\nlines 'x' \\.",
                "a\r\n$belay$ $belay1",
                "\n$bela",
                "$belay\n"
            })
    void theServerReadsBackWhatWasWritten(String text) {
        assertThat(SqlText.bind("f(?, ?)", text, 1)).isEqualTo("f(" + SqlText.literal(text) + ", 1)");
        assertThat(reads(text)).isEqualTo(text);
    }

    private String reads(String text) {
        for (String setting : new String[] {"on", "off"}) {
            database.execute("DROP TABLE IF EXISTS t; CREATE TABLE t (note text);"
                    + " SET standard_conforming_strings = " + setting + "; SET escape_string_warning = off;"
                    + " INSERT INTO t VALUES (" + SqlText.literal(text) + ")");
            String read = database.query("SELECT note FROM t").get(0);
            if (!read.equals(text)) {
                return read;
            }
        }
        return text;
    }

    @Test
    void valuesOfAllKinds() {
        assertThat(SqlText.bind("VALUES (?, ?, ?, ?) -- end", null, true, -7, "?"))
                .isEqualTo("VALUES (NULL, TRUE, -7, '?') -- end");
    }
}
