package dev.belay.target;

import static dev.belay.target.Given.bound;
import static dev.belay.target.Given.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Environment;
import dev.belay.outcome.RefusalException;
import dev.belay.target.Target.EmbeddedTarget;
import dev.belay.target.Target.NamedTarget;
import dev.belay.target.Target.NoTarget;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

    private static final String URL = "jdbc:postgresql://pom:5432/shop";
    private static final String LIBPQ = "postgresql://env/shop";

    private static NamedTarget named(Given given) {
        assertThat(given.resolve()).isInstanceOf(NamedTarget.class);
        return (NamedTarget) given.resolve();
    }

    private static void assertEmbedded(Given given) {
        assertThat(given.resolve())
                .isInstanceOfSatisfying(
                        EmbeddedTarget.class,
                        target -> assertThat(target.environment()).isEqualTo(Environment.DEVELOPMENT));
    }

    private static void assertRefused(Given given, String... texts) {
        assertThatThrownBy(given::resolve)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("No database was touched.")
                .hasMessageContainingAll(texts);
    }

    // what names a database

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade", "current", "history", "preview", "check"})
    void aTypedGoalTakesDbUrlFirst(String goal) {
        var target = named(typed(goal).url(URL).variable("DATABASE_URL", LIBPQ).variable("PGHOST", "pg"));
        assertThat(target.settings().jdbcUrl()).isEqualTo(URL);
        assertThat(target.source()).isEqualTo("db.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade", "current", "preview", "check"})
    void aTypedGoalTakesDatabaseUrlNext(String goal) {
        var target = named(typed(goal).variable("DATABASE_URL", LIBPQ).variable("PGHOST", "pg"));
        assertThat(target.settings().jdbcUrl()).isEqualTo("jdbc:postgresql://env:5432/shop");
        assertThat(target.source()).isEqualTo("DATABASE_URL");
    }

    @ParameterizedTest
    @CsvSource({
        "PGHOST, db1, jdbc:postgresql://db1:6000/",
        "PGHOSTADDR, 10.0.0.1, jdbc:postgresql://10.0.0.1:6000/",
        "PGDATABASE, shop, jdbc:postgresql://localhost:6000/shop",
    })
    void aTypedGoalTakesLibpqsVariablesLast(String variable, String value, String url) {
        var target = named(typed("upgrade").variable(variable, value).variable("PGPORT", "6000"));
        assertThat(target.settings().jdbcUrl()).isEqualTo(url);
        assertThat(target.source()).isEqualTo(variable);
    }

    @Test
    void allOfLibpqsVariablesCount() {
        var target = named(typed("upgrade")
                .variable("PGHOST", "a,b")
                .variable("PGPORT", "1,2")
                .variable("PGDATABASE", "shop")
                .variable("PGUSER", "app")
                .variable("PGPASSWORD", "pw")
                .variable("PGSSLMODE", "verify-full")
                .variable("PGSSLROOTCERT", "ca.crt")
                .variable("PGSSLCERT", "c.crt")
                .variable("PGSSLKEY", "c.key")
                .variable("PGCONNECT_TIMEOUT", "3")
                .variable("PGOPTIONS", "-c x=1")
                .variable("PGTARGETSESSIONATTRS", "primary"));
        assertThat(target.settings().jdbcUrl()).isEqualTo("jdbc:postgresql://a:1,b:2/shop");
        assertThat(target.settings().user()).contains("app");
        assertThat(target.settings().properties())
                .isEqualTo(Map.of(
                        "sslmode", "verify-full",
                        "sslrootcert", "ca.crt",
                        "sslcert", "c.crt",
                        "sslkey", "c.key",
                        "connectTimeout", "3",
                        "loginTimeout", "3",
                        "options", "-c x=1",
                        "targetServerType", "primary"));
        assertThat(target.source()).isEqualTo("PGHOST, PGDATABASE");
    }

    @Test
    void userPasswordAndPortAloneNameNoDatabase() {
        assertEmbedded(typed("upgrade")
                .variable("PGUSER", "app")
                .variable("PGPASSWORD", "pw")
                .variable("PGPORT", "6000")
                .variable("PGSSLMODE", "require"));
    }

    @Test
    void libpqsSecurityVariablesHoldForAUrlThatSaysNothingElse() {
        assertThat(named(typed("upgrade").url(URL).variable("PGSSLMODE", "verify-full"))
                        .settings()
                        .properties())
                .isEqualTo(Map.of("sslmode", "verify-full"));
        assertThat(named(typed("upgrade").url(URL + "?sslmode=require").variable("PGSSLMODE", "disable"))
                        .settings()
                        .properties())
                .isEqualTo(Map.of("sslmode", "require"));
        assertThat(named(typed("upgrade").url(URL + "?ssl=true").variable("PGSSLMODE", "disable"))
                        .settings()
                        .properties())
                .isEqualTo(Map.of("ssl", "true"));
    }

    @Test
    void libpqsOtherVariablesDoNotChangeAUrl() {
        var settings = named(typed("upgrade")
                        .url(URL)
                        .variable("PGPORT", "6000")
                        .variable("PGDATABASE", "other")
                        .variable("PGOPTIONS", "-c x=1"))
                .settings();
        assertThat(settings.jdbcUrl()).isEqualTo(URL);
        assertThat(settings.properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade", "current", "history", "preview"})
    void withoutAnythingTheEmbeddedDatabaseIsUsed(String goal) {
        assertEmbedded(typed(goal));
    }

    @Test
    void checkUsesNoDatabaseUnlessOneIsNamed() {
        assertThat(typed("check").resolve()).isInstanceOf(NoTarget.class);
        assertThat(bound("check").resolve()).isInstanceOf(NoTarget.class);
        assertThat(typed("check")
                        .environment("production")
                        .variable("CI", "true")
                        .resolve())
                .isInstanceOf(NoTarget.class);
        assertThat(bound("check").url(URL).resolve()).isInstanceOf(NamedTarget.class);
    }

    @Test
    void aTestOfUndoScriptsAsksADatabaseOnlyWhenOneIsNamed() {
        assertThat(typed("test").variable("CI", "true").resolve()).isInstanceOf(NoTarget.class);
        assertThat(typed("test").url(URL).resolve()).isInstanceOf(NamedTarget.class);
    }

    @Test
    void renumberAsksADatabaseOnlyWhenOneIsNamed() {
        assertThat(typed("renumber").variable("CI", "true").resolve()).isInstanceOf(NoTarget.class);
        assertThat(typed("renumber").url(URL).resolve()).isInstanceOf(NamedTarget.class);
    }

    // bound to a phase

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade"})
    void aBoundChangeUsesTheEmbeddedDatabaseWhateverNamesAnother(String goal) {
        assertEmbedded(bound(goal).url(URL).variable("DATABASE_URL", LIBPQ).variable("PGHOST", "pg"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade"})
    void aBoundChangeUsesTheUrlThatItsExecutionConfigures(String goal) {
        var target = named(bound(goal).urlOfThisExecution(URL).variable("DATABASE_URL", LIBPQ));
        assertThat(target.settings().jdbcUrl()).isEqualTo(URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "preview", "history"})
    void otherBoundGoalsReadDbUrlOnly(String goal) {
        assertThat(named(bound(goal).url(URL)).settings().jdbcUrl()).isEqualTo(URL);
        assertThat(bound(goal)
                        .variable("DATABASE_URL", LIBPQ)
                        .variable("PGHOST", "pg")
                        .resolve())
                .isNotInstanceOf(NamedTarget.class);
    }

    @Test
    void aBoundGoalTakesNoConnectionSettingsFromTheEnvironment() {
        assertThat(named(bound("preview").url(URL).variable("PGSSLMODE", "disable"))
                        .settings()
                        .properties())
                .isEmpty();
    }

    @Test
    void aBoundGoalDoesNotMindABlankDatabaseUrl() {
        assertEmbedded(bound("upgrade").variable("DATABASE_URL", "").variable("PGHOST", ""));
    }

    // the refusals of the embedded default

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade", "current", "preview", "check"})
    void aBlankUrlIsRefused(String goal) {
        assertRefused(typed(goal).url(""), "db.url is there but blank");
        assertRefused(typed(goal).url("  ").variable("DATABASE_URL", LIBPQ), "db.url is there but blank");
        assertRefused(bound(goal).url(" "), "db.url is there but blank");
        assertRefused(bound(goal).urlOfThisExecution("").embedded(), "db.url is there but blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${db.url}", "jdbc:postgresql://${db.url}/shop", " ${db.url} "})
    void anUnresolvedUrlIsRefusedAndNamesTheProperty(String url) {
        for (Given given : new Given[] {typed("upgrade"), bound("upgrade"), typed("current"), typed("check")}) {
            assertRefused(given.url(url), "db.url holds ${db.url}, which nothing resolves");
        }
    }

    @Test
    void aBlankDatabaseUrlIsRefused() {
        assertRefused(
                typed("upgrade").variable("DATABASE_URL", " ").variable("PGHOST", "pg"),
                "the environment variable DATABASE_URL is there but blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"})
    void aBlankLibpqVariableThatWouldNameADatabaseIsRefused(String variable) {
        assertRefused(typed("upgrade").variable(variable, ""), variable + " is there but blank");
    }

    @ParameterizedTest
    @CsvSource({"upgrade, staging", "upgrade, production", "current, PRODUCTION", "preview, staging"})
    void theEmbeddedDatabaseIsNeitherStagingNorProduction(String goal, String environment) {
        assertRefused(
                typed(goal).environment(environment), "db.environment is " + environment.toLowerCase(Locale.ROOT));
        assertRefused(typed(goal).environment(environment).embedded(), "db.environment is");
        assertRefused(bound(goal).environment(environment), "db.environment is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "downgrade"})
    void aChangeOfTheEmbeddedDatabaseUnderCiIsRefusedUnlessAskedFor(String goal) {
        assertRefused(typed(goal).variable("CI", "true"), "CI=true", "db.embedded=true");
        assertRefused(bound(goal).url(URL).variable("CI", "true"), "configures no <url> of its own");
        assertEmbedded(typed(goal).variable("CI", "true").embedded());
        assertEmbedded(bound(goal).variable("CI", "true").embedded());
        assertEmbedded(typed(goal).variable("CI", "false"));
        assertThat(typed(goal).url(URL).variable("CI", "true").resolve()).isInstanceOf(NamedTarget.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CI, 1, CI=1",
        "CI, yes, CI=yes",
        "CI, TRUE, CI=TRUE",
        "CI, 'github actions', CI is set",
        "TF_BUILD, True, TF_BUILD is set",
        "TEAMCITY_VERSION, 2026.1, TEAMCITY_VERSION is set",
        "JENKINS_URL, https://ci, JENKINS_URL is set",
        "CODEBUILD_BUILD_ID, a:b, CODEBUILD_BUILD_ID is set",
    })
    void aCiBuildIsKnownByWhatItsSystemSets(String variable, String value, String sign) {
        assertRefused(typed("upgrade").variable(variable, value), "this is a CI build (" + sign + ")");
        assertEmbedded(typed("upgrade").variable(variable, value).embedded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "0", "no", "off"})
    void whoeverSwitchesCiOffIsBelieved(String value) {
        assertEmbedded(typed("upgrade").variable("CI", value).variable("TF_BUILD", "True"));
    }

    @Test
    void aBlankCiSaysNothing() {
        assertEmbedded(typed("upgrade").variable("CI", " "));
        assertRefused(typed("upgrade").variable("CI", "").variable("TF_BUILD", "True"), "TF_BUILD is set");
    }

    @Test
    void lookingAtTheEmbeddedDatabaseUnderCiIsAllowed() {
        assertEmbedded(typed("current").variable("CI", "true"));
        assertEmbedded(typed("preview").variable("CI", "true"));
    }

    @Test
    void askingForTheEmbeddedDatabaseAndNamingAnotherIsRefused() {
        assertRefused(typed("upgrade").url(URL).embedded(), "db.embedded is set, and db.url names a database");
        assertRefused(
                typed("upgrade").variable("DATABASE_URL", LIBPQ).embedded(),
                "db.embedded is set, and DATABASE_URL names a database");
        assertRefused(typed("current").variable("PGHOST", "pg").embedded(), "and PGHOST names a database");
        assertEmbedded(bound("upgrade").url(URL).embedded());
        assertThat(typed("check").url(URL).embedded().resolve()).isInstanceOf(NamedTarget.class);
    }

    // the environment

    @Test
    void aNamedDatabaseIsProductionUnlessSaidOtherwise() {
        assertThat(named(typed("upgrade").url(URL)).environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(named(typed("upgrade").url(URL).environment("staging")).environment())
                .isEqualTo(Environment.STAGING);
        assertThat(named(typed("upgrade").url(URL).environment(" Development ")).environment())
                .isEqualTo(Environment.DEVELOPMENT);
        assertEmbedded(typed("upgrade").environment("development"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "current", "check"})
    void anEnvironmentThatIsBlankOrUnresolvedIsRefused(String goal) {
        assertRefused(typed(goal).url(URL).environment(" "), "db.environment is there but blank");
        assertRefused(bound(goal).environment("${stage}"), "db.environment holds a ${...} that nothing resolves");
    }

    @ParameterizedTest
    @CsvSource({
        "prod, production",
        "produciton, production",
        "stage, staging",
        "dev, development",
        "Stagin, staging",
    })
    void anUnknownEnvironmentIsRefusedWithASuggestion(String text, String suggestion) {
        assertThatThrownBy(() -> typed("upgrade").url(URL).environment(text).resolve())
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.environment is not known: " + text.toLowerCase(Locale.ROOT))
                .hasMessageContaining("development, staging, production")
                .hasMessageContaining("Did you mean " + suggestion + "?");
    }

    @Test
    void anEnvironmentThatIsLikeNoneIsRefusedWithoutASuggestion() {
        assertThatThrownBy(() -> typed("check").environment("qa").resolve())
                .hasMessageContaining("db.environment is not known: qa")
                .message()
                .doesNotContain("Did you mean");
        assertThatThrownBy(() -> typed("check").environment(" ").resolve())
                .hasMessageContaining("db.environment is there but blank");
    }
}
