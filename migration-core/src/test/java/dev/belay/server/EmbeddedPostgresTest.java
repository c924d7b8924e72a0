package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PostgresExtension.class)
class EmbeddedPostgresTest {

    static Stream<Integer> majors() {
        return TestBinaries.majors().stream();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void eachMajorStartsAndSaysItsVersion(int major, TestServers servers) {
        TestDatabase database = servers.newDatabase(major);

        assertThat(servers.server(major).version()).startsWith(major + ".");
        assertThat(database.query("SHOW server_version_num"))
                .singleElement()
                .asString()
                .startsWith(String.valueOf(major));
        assertThat(database.query("SHOW server_encoding")).containsExactly("UTF8");
        assertThat(database.query("SHOW lc_messages")).containsExactly("C");
    }

    @ParameterizedTest
    @MethodSource("majors")
    void noConnectionIsLetInWithoutThePassword(int major, TestServers servers) {
        String url = servers.server(major).connection("postgres").jdbcUrl();

        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThat(servers.newDatabase(major).query("SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
                .containsExactly("scram-sha-256");
    }

    @Test
    void isReachedOverLoopbackOnly(TestDatabase database) {
        assertThat(database.query("SHOW listen_addresses")).containsExactly("127.0.0.1");
        assertThat(database.query("SHOW unix_socket_directories")).isEqualTo(List.of(""));
    }
}
