package dev.belay.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

    private static final List<String> KNOWN = List.of("db.url", "db.user", "db.target", "db.scratch.version");

    @Test
    void findsTheNearestWord() {
        assertThat(DidYouMean.of("db.tagret", KNOWN)).contains("db.target");
        assertThat(DidYouMean.of("DB.URI", KNOWN)).contains("db.url");
    }

    @Test
    void completesABeginning() {
        assertThat(DidYouMean.of("db.scratch", KNOWN)).contains("db.scratch.version");
    }

    @Test
    void isSilentWhenNothingIsNear() {
        assertThat(DidYouMean.of("db.connection.pool", KNOWN)).isEmpty();
        assertThat(DidYouMean.of("", KNOWN)).isEmpty();
        assertThat(DidYouMean.of("xy", List.of("up"))).isEmpty();
    }
}
