package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Environment;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.PostgresUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScratchPlaceTest {

    private static void check(String scratch, String target, Environment environment) {
        ScratchPlace.requireApart(
                PostgresUrl.parse(scratch, "db.scratch"), PostgresUrl.parse(target, "db.url"), environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgresql://db/scratch postgresql://db:5432/shop",
                "postgresql://DB.example.:5433/scratch jdbc:postgresql://db.example:5433/shop",
                "postgresql://localhost/scratch postgresql://127.0.0.1/shop",
                "postgresql://[::1]:5432/scratch postgresql://localhost/shop",
                "postgresql://b/scratch postgresql://a:5432,b:5432/shop",
            })
    void theTargetsServerIsRefused(String scratch, String target) {
        assertThatThrownBy(() -> check(scratch, target, Environment.PRODUCTION))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the target's own server");
        assertThatThrownBy(() -> check(scratch, target, Environment.STAGING)).isInstanceOf(RefusalException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "postgresql://scratch/shop postgresql://db/shop",
                "postgresql://localhost:5433/shop postgresql://localhost:5432/shop",
            })
    void anotherServerIsNot(String scratch, String target) {
        assertThatCode(() -> check(scratch, target, Environment.PRODUCTION)).doesNotThrowAnyException();
    }

    @Test
    void inDevelopmentTheyMayBeOne() {
        assertThatCode(() -> check("postgresql://db/a", "postgresql://db/b", Environment.DEVELOPMENT))
                .doesNotThrowAnyException();
    }
}
