package dev.belay.difference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer | bigint",
                "smallint | numeric",
                "integer | text",
                "character varying(10) | character varying(20)",
                "character varying(10) | character varying",
                "character varying | text",
                "character(5) | character varying(5)",
                "numeric(10,2) | numeric(12,2)",
                "numeric(10,2) | numeric",
                "real | double precision",
                "date | timestamp without time zone",
                "timestamp(3) without time zone | timestamp without time zone",
                "timestamp without time zone | timestamp(6) without time zone",
                "uuid | text",
                "integer[] | bigint[]"
            })
    void whatKeepsEveryValue(String from, String to) {
        assertThat(Widening.keeps(from, to)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint | integer",
                "text | character varying(255)",
                "character varying(20) | character varying(10)",
                "character varying(20) | character(20)",
                "numeric(12,2) | numeric(12,4)",
                "numeric | numeric(12,2)",
                "double precision | real",
                "timestamp without time zone | timestamp(3) without time zone",
                "timestamp with time zone | timestamp without time zone",
                "text | integer",
                "integer[] | integer",
                "numeric(3,1) | integer",
                "bit(8) | bit varying(8)[]",
                "jsonb | json"
            })
    void whatMayLoseSomething(String from, String to) {
        assertThat(Widening.keeps(from, to)).isFalse();
    }
}
