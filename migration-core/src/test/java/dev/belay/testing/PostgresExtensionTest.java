package dev.belay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresExtensionTest {

    private String used;

    @Test
    @Order(1)
    void eachParameterIsAnEmptyDatabaseOfItsOwn(TestDatabase one, TestDatabase other) {
        one.execute("CREATE TABLE t AS SELECT 1 AS n");

        assertThat(one.query("SELECT n, NULL FROM t")).containsExactly("1|");
        assertThat(other.query("SELECT to_regclass('t')")).containsExactly("");
        used = one.name();
    }

    @Test
    @Order(2)
    void aDatabaseGoesWithItsTestAndTheServerStays(TestDatabase another) {
        assertThat(another.query("SELECT count(*) FROM pg_database WHERE datname = '" + used + "'"))
                .containsExactly("0");
    }
}
