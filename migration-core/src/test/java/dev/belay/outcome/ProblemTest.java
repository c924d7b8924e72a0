package dev.belay.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            V7__add_roles.sql:3:1: relation "x" does not exist | V7__add_roles.sql:3:1
            a b/V2__all the orders.sql:7:20: nowhere           | a b/V2__all the orders.sql:7:20
            flyway.toml:4: not valid                           | flyway.toml:4
            the server db.example.org:5432 does not answer     |
            db.example.org:5432 does not answer: refused       |
            version 9 is not applied                           |
            """)
    void thePlaceIsWhatTheSentenceBeginsWith(String what, String place) {
        assertThat(Problem.of(what, "").place().orElse(null)).isEqualTo(place);
    }
}
