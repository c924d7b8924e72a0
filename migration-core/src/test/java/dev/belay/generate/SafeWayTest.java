package dev.belay.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.schema.SchemaSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeWayTest {

    private static final Catalog EMPTY = new Catalog(new SchemaSnapshot(Map.of()), "public");

    @Test
    void rowsThatAreWrittenInTheOneTransactionAreSaidToBe() {
        var update = Difference.of("UPDATE public.t\n\tSET a = DEFAULT WHERE a IS NULL");
        assertThat(SafeWay.of(List.of(update), EMPTY, EMPTY)).singleElement().satisfies(change -> {
            assertThat(change.phase()).isEqualTo(Phase.ROWS);
            assertThat(change.sql()).startsWith("UPDATE");
        });
        assertThat(SafeWay.plain(List.of(update), EMPTY, EMPTY))
                .singleElement()
                .extracting(Change::sql)
                .asString()
                .startsWith("-- This writes rows that have no value, under the locks of what stands above.\nUPDATE");
    }
}
