package dev.belay.maven;

import static dev.belay.maven.TestGoals.bound;
import static dev.belay.maven.TestGoals.model;
import static dev.belay.maven.TestGoals.project;
import static dev.belay.maven.TestGoals.properties;
import static dev.belay.maven.TestGoals.typed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.junit.jupiter.api.Test;

class TypedParametersTest {

    @Test
    void whatIsTypedCountsForATypedGoal() {
        var parameters = new TypedParameters(typed("upgrade", model(""), properties("db.target", "7")));
        assertThat(parameters.text("db.target", "latest")).contains("7");
        assertThat(parameters.text("db.table", "history")).contains("history");
    }

    @Test
    void thePomCountsForABoundGoal() {
        Model model = model("");
        var goal = bound("upgrade", "up", project(model, model), properties("db.target", "7"));
        assertThat(new TypedParameters(goal).text("db.target", "latest")).contains("latest");
    }

    @Test
    void aBlankValueIsNone() {
        var parameters = new TypedParameters(typed("upgrade", model(""), properties("db.target", " ")));
        assertThat(parameters.text("db.target", "latest")).isEmpty();
    }

    @Test
    void listsAreTypedWithCommas() {
        var parameters = new TypedParameters(typed("upgrade", model(""), properties("db.schemas", "a, b,")));
        assertThat(parameters.list("db.schemas", List.of("c"))).containsExactly("a", "b");
        assertThat(parameters.list("db.locations", null)).isEmpty();
    }

    @Test
    void aFamilyIsThePomsOverlaidWithWhatIsTyped() {
        Model model = model("");
        model.addProperty("db.rules.drop-table", "medium");
        model.addProperty("db.rules.truncate", "low");
        var parameters =
                new TypedParameters(typed("check", model, properties("db.rules.drop-table", "off", "db.rules.", "x")));
        assertThat(parameters.family("db.rules.", Map.of("cascade", "high")))
                .isEqualTo(Map.of("drop-table", "off", "truncate", "low", "cascade", "high"));
    }

    @Test
    void aMisspelledNameIsToldFromOneThatIsToCome() {
        assertThat(TypedParameters.why("db.tagret", Set.of("db.target")))
                .isEqualTo("no goal of this plugin knows it. Did you mean -Ddb.target?");
        assertThat(TypedParameters.why("db.lockTimeout", Set.of("db.target")))
                .isEqualTo("it is not available in this version of Belay.");
        assertThat(TypedParameters.why("db.dryRun", Set.of())).isEqualTo("this goal does not have it.");
    }

    @Test
    void whatOnlyAnotherGoalHasIsNotPassedOverByOneThatChangesADatabase() throws Exception {
        for (String goal : List.of("upgrade", "downgrade", "check", "new")) {
            Goal asked = typed(goal, model(""), properties());
            PluginDescriptor plugin = asked.execution().getMojoDescriptor().getPluginDescriptor();
            plugin.addMojo(mojo("new", "db.version", "db.dryRun", "db.base"));
            plugin.addMojo(mojo("upgrade", "db.target"));
            assertThat(TypedParameters.known(asked))
                    .as(goal)
                    .contains("db.base", "db.target")
                    .satisfies(known -> assertThat(known.containsAll(List.of("db.version", "db.dryRun")))
                            .isEqualTo(!asked.changesDatabase()));
        }
        assertThat(TypedParameters.why("db.version", Set.of("db.target"))).isEqualTo("this goal does not have it.");
    }

    private static MojoDescriptor mojo(String goal, String... properties) throws Exception {
        var mojo = new MojoDescriptor();
        mojo.setGoal(goal);
        for (String property : properties) {
            var parameter = new Parameter();
            parameter.setName(property);
            parameter.setExpression("${" + property + "}");
            mojo.addParameter(parameter);
        }
        return mojo;
    }

    @Test
    void aPomsPropertyIsNotTakenForWhatOnlyCountsTyped() {
        Model model = model("");
        model.addProperty("db.version", "42.7.5");
        assertThat(new TypedParameters(typed("new", model, properties())).typedOnly("db.version"))
                .isEmpty();
        assertThat(new TypedParameters(typed("new", model, properties("db.version", " 2.1 "))).typedOnly("db.version"))
                .contains("2.1");
    }

    @Test
    void familiesAreKnownByTheirPrefix() {
        assertThat(TypedParameters.isKnown("db.placeholders.owner", Set.of())).isTrue();
        assertThat(TypedParameters.isKnown("db.placeholders.", Set.of())).isFalse();
        assertThat(TypedParameters.isKnown("db.tagret", Set.of("db.target"))).isFalse();
    }
}
