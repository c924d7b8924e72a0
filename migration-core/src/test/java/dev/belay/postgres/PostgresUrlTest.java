package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class PostgresUrlTest {

    private static final String NASTY = "a'b@c:d/e%f\\g h&i?j+k#l=m\u00e9\ud83d\ude00";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example.org:5433/shop | jdbc:postgresql://db.example.org:5433/shop",
                "jdbc:postgresql://db.example.org/shop | jdbc:postgresql://db.example.org:5432/shop",
                "jdbc:postgresql:shop | jdbc:postgresql://localhost:5432/shop",
                "jdbc:postgresql:///shop | jdbc:postgresql://localhost:5432/shop",
                "jdbc:postgresql://a:1,b/shop | jdbc:postgresql://a:1,b:5432/shop",
                "jdbc:postgresql://[::1]:5433/shop | jdbc:postgresql://[::1]:5433/shop",
                "jdbc:postgresql://[fe80::1]/shop | jdbc:postgresql://[fe80::1]:5432/shop",
                "postgresql://db.example.org:5433/shop | jdbc:postgresql://db.example.org:5433/shop",
                "postgres://db.example.org/shop | jdbc:postgresql://db.example.org:5432/shop",
                "postgresql:///shop | jdbc:postgresql://localhost:5432/shop",
                "postgresql:// | jdbc:postgresql://localhost:5432/",
                "postgresql://a:1,b/shop | jdbc:postgresql://a:1,b:5432/shop",
                "postgresql://[2001:db8::1]:5433/shop | jdbc:postgresql://[2001:db8::1]:5433/shop",
                "postgresql:///shop?host=a,b&port=1,2 | jdbc:postgresql://a:1,b:2/shop",
                "postgresql:///shop?host=a,b&port=7 | jdbc:postgresql://a:7,b:7/shop",
                "postgresql:///?hostaddr=::1&dbname=shop | jdbc:postgresql://[::1]:5432/shop",
                "postgresql://a/x%20y%2Bz%2F | jdbc:postgresql://a:5432/x+y%2Bz%2F",
            })
    void readsHostsPortsAndDatabase(String url, String expected) {
        var settings = PostgresUrl.parse(url, "db.url");
        assertThat(settings.jdbcUrl()).isEqualTo(expected);
        assertThat(Driver.parseURL(settings.jdbcUrl(), new Properties())).isNotNull();
    }

    @Test
    void theDriverReadsBackADatabaseWithSpecialCharacters() {
        var settings = PostgresUrl.parse("postgresql://a/x%20y%2Bz%2F%C3%A9", "db.url");
        assertThat(Driver.parseURL(settings.jdbcUrl(), new Properties()).getProperty("PGDBNAME"))
                .isEqualTo("x y+z/\u00e9");
        assertThat(settings.database()).contains("x y+z/\u00e9");
        assertThat(settings.server()).isEqualTo("a:5432");
    }

    @Test
    void takesUserAndPasswordOutOfAJdbcUrl() {
        var settings = PostgresUrl.parse(
                "jdbc:postgresql://h/db?user=al%40x&password=" + encoded(NASTY) + "&sslmode=require", "db.url");
        assertThat(settings.user()).contains("al@x");
        assertThat(settings.password()).contains(new Secret(NASTY));
        assertThat(settings.properties()).isEqualTo(Map.of("sslmode", "require"));
        assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://al%%40x:%s@h/db", "postgresql://h/db?user=al%%40x&password=%s"})
    void takesUserAndPasswordOutOfALibpqUri(String pattern) {
        var settings = PostgresUrl.parse(pattern.formatted(encoded(NASTY).replace("+", "%20")), "db.url");
        assertThat(settings.user()).contains("al@x");
        assertThat(settings.password()).contains(new Secret(NASTY));
        assertThat(settings.toString()).doesNotContain("g h").doesNotContain("%f");
    }

    @Test
    void aPlusIsABlankInAJdbcUrlAndAPlusInALibpqUri() {
        assertThat(PostgresUrl.parse("jdbc:postgresql://h/db?user=u&password=a+b", "db.url")
                        .password())
                .contains(new Secret("a b"));
        assertThat(PostgresUrl.parse("postgresql://u:a+b@h/db", "db.url").password())
                .contains(new Secret("a+b"));
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=verify-full, sslmode, verify-full",
        "sslcert=c.crt, sslcert, c.crt",
        "sslkey=c.key, sslkey, c.key",
        "sslrootcert=/etc/ca.crt, sslrootcert, /etc/ca.crt",
        "sslrootcert=system, sslfactory, org.postgresql.ssl.DefaultJavaSSLFactory",
        "sslrootcert=system, sslmode, verify-full",
        "ssl=true, sslmode, require",
        "connect_timeout=7, connectTimeout, 7",
        "connect_timeout=7, loginTimeout, 7",
        "connect_timeout=-1, connectTimeout, 0",
        "options=-c%20x%3D1, options, -c x=1",
        "target_session_attrs=read-write, targetServerType, primary",
        "target_session_attrs=standby, targetServerType, secondary",
        "channel_binding=require, channelBinding, require",
        "gssencmode=disable, gssEncMode, disable",
        "load_balance_hosts=random, loadBalanceHosts, true",
    })
    void translatesLibpqParameters(String parameter, String name, String value) {
        assertThat(PostgresUrl.parse("postgresql://h/db?" + parameter, "db.url").properties())
                .containsEntry(name, value);
    }

    @Test
    void theSessionsNameIsNotForTheUrlToSet() {
        assertThat(PostgresUrl.parse("postgresql://h/db?application_name=x&fallback_application_name=y", "db.url")
                        .properties())
                .isEmpty();
        assertThat(PostgresUrl.parse("jdbc:postgresql://h/db?ApplicationName=x", "db.url")
                        .properties())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://h/db?schema=public, schema",
        "postgresql://h/db?sslmode=require&pgbouncer=true, pgbouncer",
        "postgresql://h/db?service=x, service",
        "jdbc:postgresql://h/db?sslMode=require, sslMode",
        "jdbc:postgresql://h/db?connect_timeout=3, connect_timeout",
        "jdbc:postgresql:///?service=x, service",
    })
    void refusesAnUnknownParameterByName(String url, String parameter) {
        assertThatThrownBy(() -> PostgresUrl.parse(url, "DATABASE_URL"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("DATABASE_URL has the parameter " + parameter + ",");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:mysql://h/db, mysql", "mysql://u:s3cret@h/db, mysql", "jdbc:oracle:thin:@h, oracle"})
    void refusesTheUrlOfAnotherDatabaseAndNamesItsKind(String url, String kind) {
        assertThatThrownBy(() -> PostgresUrl.parse(url, "db.url"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("of the kind " + kind + ";")
                .hasMessageContaining("jdbc:postgresql://host:port/database")
                .message()
                .doesNotContain("s3cret");
    }

    /** In each, the letters of s3cret come from a password that was not encoded, or from something that is no URL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "u:s3cret@h/db",
                "postgresql:s3cret",
                "postgresql://u:a@s3cret@h/db",
                "postgresql://u:a/s3cret@h/db",
                "postgresql://u:12/s3cret@h/db",
                "postgresql://u:12?s3cret/@h/db",
                "postgresql://u:%s3cret@h/db",
                "postgresql://u@h/db?password=a&s3cret",
                "postgresql://u@h/db?password=a&s3cret=b",
                "postgresql://u@h/db?password=%s3cret",
                "postgresql://u@h:s3cret/db",
                "postgresql://h/db?connect_timeout=s3cret",
                "postgresql://h/db?target_session_attrs=s3cret",
                "jdbc:postgresql://u:s3cret@h/db",
                "jdbc:postgresql://u:s3cret/x@h/db",
                "jdbc:postgresql://u:12/s3cret@h/db",
                "jdbc:postgresql://h:s3cret/db",
                "jdbc:postgresql://h/db?user=u&password=a&s3cret",
                "jdbc:postgresql://h/db?user=u&password=a&s3cret=b",
                "jdbc:postgresql://h/db?user=u&password=%s3cret",
                "jdbc:postgresql://h/db?user=u&password=50%",
            })
    void refusesGarbageWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> PostgresUrl.parse(url, "db.url"))
                .isInstanceOf(RefusalException.class)
                .hasNoCause()
                .hasMessageContaining("db.url")
                .hasMessageContaining("Next: ")
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://%2Fvar%2Frun/db", "postgresql:///db?host=/var/run"})
    void refusesASocketFolder(String url) {
        assertThatThrownBy(() -> PostgresUrl.parse(url, "db.url"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("Unix-domain socket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:postgresql://h:0/db", "jdbc:postgresql://h:65536/db", "postgresql://h:99999999999/db"})
    void refusesAPortOutOfRange(String url) {
        assertThatThrownBy(() -> PostgresUrl.parse(url, "db.url"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("1 to 65535");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
