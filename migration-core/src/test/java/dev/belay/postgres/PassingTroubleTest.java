package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassingTroubleTest {

    @ParameterizedTest
    @CsvSource({
        "08006,true",
        "08003,true",
        "57P01,true",
        "57P03,true",
        "57014,true",
        "40P01,true",
        "40001,true",
        "55P03,true",
        "25P03,true",
        "25P04,true",
        "53300,true",
        "53100,false",
        "42P01,false",
        "23505,false",
        "55006,false",
        "40002,false",
        "P0001,false"
    })
    void theServersCodeTellsWhetherItPasses(String code, boolean passes) {
        var deep = new IllegalStateException(new RuntimeException(new SQLException("it", code)));
        assertThat(PassingTrouble.isWhy(deep)).isEqualTo(passes);
    }

    @Test
    void whatIsNotTheServersDoesNotPass() {
        assertThat(PassingTrouble.isWhy(new IllegalStateException("it"))).isFalse();
        assertThat(PassingTrouble.isWhy(new SQLException("it"))).isFalse();
    }

    @Test
    void aTimeOfOursIsToldFromTheServers() {
        assertThat(PassingTrouble.isTimeOver(new RuntimeException(new SQLTimeoutException("it", "57014"))))
                .isTrue();
        assertThat(PassingTrouble.isTimeOver(new RuntimeException(new SQLException("it", "57014"))))
                .isFalse();
    }
}
