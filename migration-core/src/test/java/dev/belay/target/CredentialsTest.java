package dev.belay.target;

import static dev.belay.target.Given.bound;
import static dev.belay.target.Given.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import dev.belay.target.Target.NamedTarget;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String NASTY = "a'b@c:d/e%f\\g h";
    private static final String PLAIN = "postgresql://db:5432/shop";

    @TempDir
    Path home;

    private static ConnectionSettings settings(Given given) {
        return ((NamedTarget) given.resolve()).settings();
    }

    private static void assertPassword(Given given, String expected) {
        assertThat(settings(given).password()).contains(new Secret(expected));
    }

    private Given withFile(String... lines) throws IOException {
        Path file = Files.write(home.resolve(".pgpass"), List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return typed("upgrade").url(PLAIN).home(home);
    }

    /** The nearest {@code sources} of the six are left out. */
    private Given withoutNearest(int sources) throws IOException {
        var given = withFile("*:*:*:*:from-file");
        given = sources < 5 ? given.variable("POSTGRES_PASSWORD", "from-docker") : given;
        given = sources < 4 ? given.variable("PGUSER", "pguser").variable("PGPASSWORD", "from-pg") : given;
        given = sources < 3 ? given.server("server", "from-server") : given;
        given = sources < 2 ? given.url("postgresql://url:from-url@db/shop") : given;
        return sources < 1 ? given.user("typed").password("from-typed") : given;
    }

    @ParameterizedTest
    @CsvSource({
        "0, typed, from-typed",
        "1, url, from-url",
        "2, server, from-server",
        "3, pguser, from-pg",
        "4, , from-docker",
        "5, , from-file",
    })
    void theNearestSourceWins(int withoutNearest, String user, String password) throws IOException {
        var settings = settings(withoutNearest(withoutNearest));
        assertThat(settings.user()).isEqualTo(Optional.ofNullable(user));
        assertThat(settings.password()).contains(new Secret(password));
    }

    @Test
    void aBoundGoalTakesCredentialsForItsUrlFromTheEnvironment() {
        var settings = settings(bound("upgrade")
                .urlOfThisExecution(PLAIN)
                .variable("PGUSER", "app")
                .variable("PGPASSWORD", NASTY));
        assertThat(settings.user()).contains("app");
        assertThat(settings.password()).contains(new Secret(NASTY));
    }

    @Test
    void aPasswordIsNotSentForAnotherRoleThanTheOneItCameWith() {
        assertThat(settings(typed("upgrade").url("postgresql://bob:his@db/shop").user("alice"))
                        .password())
                .isEmpty();
        assertThat(settings(typed("upgrade").url(PLAIN).user("alice").server("bob", "his"))
                        .password())
                .isEmpty();
        assertPassword(typed("upgrade").url(PLAIN).user("bob").server("bob", "his"), "his");
        assertPassword(typed("upgrade").url(PLAIN).user("alice").server(null, "shared"), "shared");
        assertPassword(typed("upgrade").url("postgresql://bob@db/shop").password("typed"), "typed");
    }

    @Test
    void blankParametersAreAsIfTheyWereNotThere() {
        var settings = settings(typed("upgrade")
                .url(PLAIN)
                .user(" ")
                .password("")
                .variable("PGUSER", "app")
                .variable("PGPASSWORD", "pw"));
        assertThat(settings.user()).contains("app");
        assertThat(settings.password()).contains(new Secret("pw"));
    }

    @Test
    void unresolvedParametersAreRefused() {
        assertThatThrownBy(() -> typed("upgrade").url(PLAIN).user("${db.user}").resolve())
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.user is a ${...} that nothing resolves");
        assertThatThrownBy(
                        () -> typed("upgrade").url(PLAIN).password("${env.PW}").resolve())
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.password is a ${...} that nothing resolves");
        assertPassword(typed("upgrade").url(PLAIN).password("a${b}c"), "a${b}c");
    }

    // the password file

    @ParameterizedTest
    @CsvSource({
        "db:5432:shop:me:x, true",
        "*:*:*:*:x, true",
        "db:*:*:me:x, true",
        "other:5432:shop:me:x, false",
        "db:5433:shop:me:x, false",
        "db:5432:other:me:x, false",
        "db:5432:shop:you:x, false",
        "db:5432:shop:me, false",
        "#db:5432:shop:me:x, false",
    })
    void aLineOfThePasswordFileMatchesFieldByField(String line, boolean matches) throws IOException {
        assertThat(settings(withFile(line)).password().isPresent()).isEqualTo(matches);
    }

    @Test
    void theFirstMatchingLineCounts() throws IOException {
        assertPassword(withFile("other:*:*:*:1", "db:*:*:*:2", "*:*:*:*:3"), "2");
    }

    @Test
    void escapesInThePasswordFileAreTakenOff() throws IOException {
        var given = withFile("db:5432:a\\:b:m\\\\e:p\\:q\\\\r:s ")
                .url("postgresql://db/a%3Ab")
                .user("m\\e");
        assertPassword(given, "p:q\\r:s ");
    }

    @Test
    void aHostThatIsNotNamedIsLocalhost() throws IOException {
        assertPassword(withFile("localhost:5432:shop:me:x").url("postgresql:///shop"), "x");
    }

    @Test
    void aDatabaseThatIsNotNamedIsTheRoles() throws IOException {
        assertPassword(withFile("db:5432:app:app:x").url("postgresql://app@db"), "x");
    }

    @Test
    void anAddressOfVersionSixIsWrittenWithEscapes() throws IOException {
        assertPassword(withFile("\\:\\:1:5432:shop:me:x").url("postgresql://[::1]/shop"), "x");
    }

    @Test
    void ofSeveralHostsTheFirstWithALineGivesThePassword() throws IOException {
        assertPassword(withFile("b:*:*:*:of-b", "a:*:*:*:of-a").url("postgresql://a,b/shop"), "of-a");
        assertPassword(withFile("b:*:*:*:of-b").url("postgresql://a,b/shop"), "of-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aPasswordFileThatOthersCanUseIsIgnoredWithAWarning(String permissions) throws IOException {
        var given = withFile("*:*:*:*:" + NASTY);
        Files.setPosixFilePermissions(home.resolve(".pgpass"), PosixFilePermissions.fromString(permissions));
        var target = (NamedTarget) given.resolve();
        assertThat(target.settings().password()).isEmpty();
        assertThat(target.warnings())
                .singleElement()
                .asString()
                .contains(".pgpass", "chmod 600")
                .doesNotContain(NASTY);
    }

    @Test
    void homeComesBeforeWhatTheSystemSaysOfTheUser() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        Path file = Files.writeString(other.resolve(".pgpass"), "*:*:*:*:of-home");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(other.resolve(".pg_service.conf"), "[shop]\nhost=of-home\n");
        var given = withFile("*:*:*:*:of-system").variable("HOME", other.toString());
        assertPassword(given, "of-home");
        assertPassword(withFile("*:*:*:*:of-system").variable("HOME", ""), "of-system");
        assertThat(settings(typed("upgrade")
                                .home(home)
                                .variable("HOME", other.toString())
                                .variable("PGSERVICE", "shop"))
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://of-home:5432/");
    }

    @Test
    void pgpassfileNamesAnotherFile() throws IOException {
        var given = withFile("*:*:*:*:default");
        Path other = Files.writeString(home.resolve("other"), "*:*:*:*:other");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        assertPassword(given.variable("PGPASSFILE", other.toString()), "other");
    }

    @Test
    void onWindowsThePasswordFileIsInAppdataAndNeedsNoPermissions() throws IOException {
        Files.createDirectories(home.resolve("postgresql"));
        Files.writeString(home.resolve("postgresql/pgpass.conf"), "*:*:*:*:win\r\n");
        assertPassword(typed("upgrade").url(PLAIN).windows().variable("APPDATA", home.toString()), "win");
    }

    // the service file

    @Test
    void aServiceNamesDatabaseAndCredentials() throws IOException {
        Files.write(
                home.resolve(".pg_service.conf"),
                List.of(
                        "# ours",
                        "[other]",
                        "host=nowhere",
                        "",
                        "[shop]",
                        "host=db",
                        "port=6000",
                        "dbname=shop",
                        "user=app",
                        "password=a b",
                        "sslmode=require"));
        var given = typed("upgrade")
                .home(home)
                .variable("PGSERVICE", "shop")
                .variable("PGHOST", "ignored")
                .variable("PGUSER", "ignored");
        var settings = settings(given);
        assertThat(settings.jdbcUrl()).isEqualTo("jdbc:postgresql://db:6000/shop");
        assertThat(settings.user()).contains("app");
        assertThat(settings.password()).contains(new Secret("a b"));
        assertThat(settings.properties()).containsEntry("sslmode", "require");
    }

    @Test
    void aServiceThatIsNotThereIsRefused() throws IOException {
        Path file = Files.writeString(home.resolve("services"), "[other]\nhost=x\n");
        assertThatThrownBy(() -> typed("upgrade")
                        .variable("PGSERVICE", "shop")
                        .variable("PGSERVICEFILE", file.toString())
                        .resolve())
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the service shop, which is not in " + file);
    }

    @Test
    void aLineOfAServiceThatIsNoParameterIsNamedByItsNumber() throws IOException {
        Path file = Files.writeString(home.resolve("services"), "[shop]\nhost=x\npasswort=" + NASTY + "\n");
        assertThatThrownBy(() -> typed("upgrade")
                        .variable("PGSERVICE", "shop")
                        .variable("PGSERVICEFILE", file.toString())
                        .resolve())
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(file + ":3:")
                .message()
                .doesNotContain(NASTY);
    }

    // secrets

    @Test
    void noOutputHoldsAPassword() throws IOException {
        String encoded = URLEncoder.encode(NASTY, StandardCharsets.UTF_8).replace("+", "%20");
        String withPassword = "postgresql://app:" + encoded + "@db/shop";
        for (Given given : List.of(
                typed("upgrade").url(withPassword),
                typed("upgrade").url("jdbc:postgresql://db/shop?user=app&password=" + encoded),
                typed("upgrade").variable("DATABASE_URL", withPassword),
                typed("upgrade").url(PLAIN).password(NASTY),
                typed("upgrade").url(PLAIN).server("app", NASTY),
                typed("upgrade").variable("PGHOST", "db").variable("PGPASSWORD", NASTY),
                typed("upgrade").url(PLAIN).variable("POSTGRES_PASSWORD", NASTY),
                withFile("*:*:*:*:" + NASTY.replace("\\", "\\\\").replace(":", "\\:")))) {
            assertPassword(given, NASTY);
            assertSecret(given.resolve().toString(), encoded);
            assertSecret(given.inputs().toString(), encoded);
        }
    }

    @Test
    void noRefusalHoldsAPassword() {
        String encoded = URLEncoder.encode(NASTY, StandardCharsets.UTF_8).replace("+", "%20");
        for (Given given : List.of(
                typed("upgrade").url("postgresql://app:" + NASTY + "@db/shop"),
                typed("upgrade").url("postgresql://app:" + encoded + "@db/shop?nonsense=1"),
                typed("upgrade").url("postgresql://app:" + encoded + "@${host}/shop"),
                typed("upgrade").url("mysql://app:" + encoded + "@db/shop"),
                typed("upgrade").url("jdbc:postgresql://app:" + encoded + "@db/shop"),
                typed("upgrade").url("jdbc:postgresql://db/shop?password=" + NASTY),
                typed("upgrade").variable("DATABASE_URL", "app:" + NASTY + "@db/shop"),
                typed("upgrade").url(PLAIN).password(NASTY).embedded(),
                typed("upgrade").password(NASTY).environment("production"),
                typed("upgrade").password(NASTY).variable("CI", "true"))) {
            assertThatThrownBy(given::resolve)
                    .isInstanceOf(RefusalException.class)
                    .satisfies(e -> assertSecret(e.toString(), encoded));
        }
    }

    private static void assertSecret(String text, String encoded) {
        assertThat(text)
                .doesNotContain(NASTY)
                .doesNotContain(encoded)
                .doesNotContain("b@c")
                .doesNotContain("f\\g");
    }
}
