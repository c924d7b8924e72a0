package dev.belay.maven;

import static dev.belay.maven.TestGoals.bound;
import static dev.belay.maven.TestGoals.execution;
import static dev.belay.maven.TestGoals.model;
import static dev.belay.maven.TestGoals.project;
import static dev.belay.maven.TestGoals.properties;
import static dev.belay.maven.TestGoals.typed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.model.Profile;
import org.junit.jupiter.api.Test;

class DeclaredConfigurationTest {

    private static final String URL = "<url>jdbc:postgresql://pom/shop</url>";

    @Test
    void findsNothingWhereNobodyDeclaresIt() {
        assertThat(declared(typed("upgrade", model(""), properties())).value("url"))
                .isEmpty();
    }

    @Test
    void tellsABlankOneFromNone() {
        assertThat(declared(typed("upgrade", model("<url/>"), properties())).value("url"))
                .contains("");
        assertThat(declared(typed("upgrade", model(""), properties("db.url", "")))
                        .value("url"))
                .contains("");
    }

    @Test
    void keepsWhatNothingResolves() {
        assertThat(declared(typed("upgrade", model("<url>${env.NOT_THERE}</url>"), properties()))
                        .value("url"))
                .contains("${env.NOT_THERE}");
    }

    @Test
    void aPasswordThatThePomHasIsToldFromOneThatComesFromElsewhere() {
        assertThat(isWritten(model("<password>secret</password>"), "<password>secret</password>"))
                .isTrue();
        assertThat(isWritten(model("", execution("up", "<password>secret</password>")), ""))
                .isTrue();
        assertThat(isWritten(model("<password>${env.PASSWORD}</password>"), "<password>secret</password>"))
                .isFalse();
        assertThat(isWritten(model("<password/>"), "")).isFalse();
        assertThat(isWritten(model(""), "")).isFalse();
    }

    @Test
    void aPasswordThatThePomHasAsAPropertyIsWrittenThereToo() {
        Model property = model("");
        property.addProperty("db.password", "secret");
        assertThat(isWritten(property, "")).isTrue();

        Model named = model("<password>${shop.password}</password>");
        assertThat(isWritten(named, "")).isFalse();
        named.addProperty("shop.password", "secret");
        assertThat(isWritten(named, "")).isTrue();
    }

    private static boolean isWritten(Model original, String effective) {
        return declared(bound("upgrade", "up", project(original, model(effective)), properties()))
                .isWritten("password");
    }

    @Test
    void keepsWhatNothingResolvesInAProperty() {
        Model model = model("");
        model.addProperty("db.url", "${env.NOT_THERE}");
        assertThat(declared(typed("upgrade", model, properties())).value("url")).contains("${env.NOT_THERE}");
    }

    @Test
    void resolvesPropertiesOfTheProject() {
        Model model = model("<url>${shop.url}</url>");
        model.addProperty("shop.url", "jdbc:postgresql://property/shop");
        assertThat(declared(typed("upgrade", model, properties())).value("url"))
                .contains("jdbc:postgresql://property/shop");
    }

    @Test
    void prefersWhatIsTypedForATypedGoal() {
        assertThat(declared(typed("upgrade", model(URL), properties("db.url", "typed")))
                        .value("url"))
                .contains("typed");
    }

    @Test
    void prefersThePomForABoundGoal() {
        Model model = model("", execution("up", URL));
        assertThat(declared(bound("upgrade", "up", project(model, model), properties("db.url", "typed")))
                        .value("url"))
                .contains("jdbc:postgresql://pom/shop");
    }

    @Test
    void fallsBackToTheConfigurationThatAllExecutionsShare() {
        Model model = model(URL, execution("up", ""));
        assertThat(declared(bound("check", "up", project(model, model), properties()))
                        .value("url"))
                .contains("jdbc:postgresql://pom/shop");
    }

    @Test
    void aSharedConfigurationIsNotTheExecutionsOwn() {
        // what Maven makes of it: the plugin's configuration is merged into the execution
        var project = project(model(URL, execution("up", "")), model(URL, execution("up", URL)));
        assertThat(declared(bound("upgrade", "up", project, properties())).isOwn("url"))
                .isFalse();
    }

    @Test
    void findsTheExecutionsOwn() {
        Model model = model("", execution("up", URL), execution("other", ""));
        assertThat(declared(bound("upgrade", "up", project(model, model), properties()))
                        .isOwn("url"))
                .isTrue();
        assertThat(declared(bound("upgrade", "other", project(model, model), properties()))
                        .isOwn("url"))
                .isFalse();
    }

    @Test
    void findsTheExecutionsOwnInAParentsPluginManagement() {
        Model parent = new Model();
        parent.setBuild(new org.apache.maven.model.Build());
        parent.getBuild().setPluginManagement(new PluginManagement());
        model("", execution("up", URL))
                .getBuild()
                .getPlugins()
                .forEach(parent.getBuild().getPluginManagement()::addPlugin);
        var project = project(model("", execution("up", "")), model("", execution("up", URL)));
        project.setParent(project(parent, parent));
        assertThat(declared(bound("upgrade", "up", project, properties())).isOwn("url"))
                .isTrue();
    }

    @Test
    void looksIntoProfilesThatAreActiveOnly() {
        var profile = new Profile();
        profile.setId("release");
        profile.setBuild(new BuildBase());
        model("", execution("up", URL)).getBuild().getPlugins().forEach(profile.getBuild()::addPlugin);
        Model original = model("", execution("up", ""));
        original.addProfile(profile);
        var project = project(original, model("", execution("up", URL)));
        assertThat(declared(bound("upgrade", "up", project, properties())).isOwn("url"))
                .isFalse();
        project.setInjectedProfileIds("org.example:shop:1", List.of("release"));
        assertThat(declared(bound("upgrade", "up", project, properties())).isOwn("url"))
                .isTrue();
    }

    private static DeclaredConfiguration declared(Goal goal) {
        return new DeclaredConfiguration(goal);
    }
}
