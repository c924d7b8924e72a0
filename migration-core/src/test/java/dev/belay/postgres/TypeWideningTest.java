package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeWideningTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer | integer",
                "smallint | bigint",
                "bigint | numeric",
                "real | double precision",
                "character varying(9) | character varying(10)",
                "character varying(9) | text",
                "text | character varying",
                "numeric(10,2) | numeric(12,4)",
                "numeric(10,2) | numeric",
                "jsonb | text",
                "integer | bigint",
                "smallint | numeric",
                "integer | text",
                "character varying(10) | character varying(20)",
                "character varying(10) | character varying",
                "character varying | text",
                "character(5) | character varying(5)",
                "numeric(10,2) | numeric(12,2)",
                "date | timestamp without time zone",
                "timestamp(3) without time zone | timestamp without time zone",
                "timestamp without time zone | timestamp(6) without time zone",
                "uuid | text",
                "integer[] | bigint[]"
            })
    void aWiderTypeKeepsEveryValue(String before, String after) {
        assertThat(TypeWidening.keeps(before, after)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint | integer",
                "numeric | bigint",
                "double precision | real",
                "bigint | double precision",
                "text | character varying(10)",
                "character varying | character varying(10)",
                "character varying(10) | character varying(9)",
                "numeric(10,2) | numeric(10,4)",
                "numeric(10,2) | numeric(12,1)",
                "numeric | numeric(10,2)",
                "timestamp(6) without time zone | timestamp(3) without time zone",
                "timestamp without time zone | date",
                "text | integer",
                "text | character varying(255)",
                "character varying(20) | character varying(10)",
                "character varying(20) | character(20)",
                "numeric(12,2) | numeric(12,4)",
                "numeric | numeric(12,2)",
                "timestamp without time zone | timestamp(3) without time zone",
                "timestamp with time zone | timestamp without time zone",
                "integer[] | integer",
                "numeric(3,1) | integer",
                "bit(8) | bit varying(8)[]",
                "jsonb | json"
            })
    void anyOtherNeedNot(String before, String after) {
        assertThat(TypeWidening.keeps(before, after)).isFalse();
    }
}
