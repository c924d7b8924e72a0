package dev.belay.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class OwnedSequencesTest {

    @Test
    void whatTheServerRefusesIsLeftOutAndNothingElse(TestServers servers) throws Exception {
        TestDatabase database = servers.newDatabase(TestBinaries.defaultMajor());
        database.execute("CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE free");
        String owner = " OWNER TO pg_monitor";
        List<String> own = List.of("ALTER SEQUENCE public.t_id_seq" + owner, "ALTER SEQUENCE t_n_seq" + owner);
        assertThat(own)
                .allSatisfy(sql -> assertThatThrownBy(() -> database.execute(sql))
                        .rootCause()
                        .hasMessageContaining("cannot change owner of"));
        String free = "ALTER SEQUENCE public.free" + owner;
        try (Connection connection = database.connect()) {
            assertThat(OwnedSequences.left(List.of(own.get(0), free, own.get(1), "SELECT 1"), connection))
                    .containsExactly(free, "SELECT 1");
        }
        database.execute(free);
    }
}
