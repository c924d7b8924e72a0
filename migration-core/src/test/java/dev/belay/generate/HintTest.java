package dev.belay.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.belay.outcome.RefusalException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintTest {

    @Test
    void parameterHasSeveralWithCommas() {
        assertThat(Hint.parse("users.name:users.full_name, old:new"))
                .extracting(Hint::from, Hint::to)
                .containsExactly(tuple("users.name", "users.full_name"), tuple("old", "new"));
    }

    @Test
    void commentStandsAboveTableOrColumn() {
        List<Hint> hints = Hint.in(new WantedFile("a.sql", """
                -- db:renamed from app.users
                CREATE TABLE IF NOT EXISTS app.people (
                    id bigint,
                    -- DB:RENAMED FROM name

                    -- what others call them
                    "full name" text
                );
                """));
        assertThat(hints)
                .containsExactly(
                        new Hint("app.users", "app.people", "a.sql:1"),
                        new Hint("app.people.name", "app.people.\"full name\"", "a.sql:4"));
    }

    @Test
    void commentAboveAnythingElseIsRefused() {
        var file = new WantedFile("a.sql", "-- db:renamed from a\nCREATE VIEW b AS SELECT 1;\n");
        assertThatThrownBy(() -> Hint.in(file))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("a.sql:1: db:renamed stands above neither");
    }
}
