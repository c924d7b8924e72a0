package dev.belay.maven;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.Build;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.ModelBase;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginConfiguration;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.Profile;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * What is declared for an execution, as it was written. The value that Maven puts into a mojo does not tell a parameter
 * that nobody declares from one that is blank or that nothing resolves: all three are null. For the database's URL that
 * is the difference between the embedded default and a lost secret.
 */
final class DeclaredConfiguration {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^{}]+)}");

    private final Goal goal;

    DeclaredConfiguration(Goal goal) {
        this.goal = goal;
    }

    /**
     * {@return the value of a parameter; empty when nobody declares it, blank when it is declared and blank, with its
     * <code>${...}</code> when nothing resolves that}
     *
     * <p>Typed goals take what was typed before what the POM says. Bound ones take it the other way round, as Maven
     * does, so that a build does the same whatever else is typed.
     *
     * @param name such as {@code url}, the property being {@code db.url}
     */
    Optional<String> value(String name) {
        return value(name, "db." + name);
    }

    /** {@return the same of a parameter that has another property} */
    Optional<String> value(String name, String property) {
        Optional<String> typed = Optional.ofNullable(goal.typedProperties().get(property));
        if (goal.isTyped() && typed.isPresent()) {
            return typed;
        }
        return inPom(name)
                .map(this::evaluated)
                .or(() -> typed)
                .or(() -> Optional.ofNullable(goal.projectProperties().get(property))
                        .map(this::evaluated))
                .or(() ->
                        Optional.ofNullable(goal.session().getSystemProperties().getProperty(property)));
    }

    /** {@return the same, and nothing as well when it is blank or nothing resolves it, as Maven has it for a text} */
    Optional<String> text(String name, String property) {
        return value(name, property)
                .map(String::strip)
                .filter(value -> !value.isEmpty() && !EXPRESSION.matcher(value).matches());
    }

    /**
     * {@return whether the execution itself configures a parameter} Maven merges the plugin's configuration into its
     * executions, so the POM and its parents are looked at as they were written.
     */
    boolean isOwn(String name) {
        return plugins()
                .flatMap(this::executionsOf)
                .anyMatch(execution -> child(execution.getConfiguration(), name).isPresent());
    }

    /**
     * {@return whether a POM has the value itself, in this plugin's configuration or in a property} Looks at the POMs as
     * they were written, since Maven replaces most expressions before a goal sees them.
     */
    boolean isWritten(String name) {
        return Stream.concat(
                        configurationsThatCount()
                                .flatMap(configuration -> child(configuration, name).stream())
                                .map(Xpp3Dom::getValue),
                        property("db." + name))
                .flatMap(value -> {
                    Matcher expression = EXPRESSION.matcher(Objects.requireNonNullElse(value, ""));
                    return expression.matches() ? property(expression.group(1)) : Stream.ofNullable(value);
                })
                .anyMatch(value -> !value.isBlank() && !value.contains("${"));
    }

    /** This plugin's, and those of the execution. */
    private Stream<Object> configurationsThatCount() {
        return plugins()
                .flatMap(plugin -> Stream.concat(Stream.of(plugin), executionsOf(plugin)))
                .map(ConfigurationContainer::getConfiguration);
    }

    private Stream<Plugin> plugins() {
        return lineage()
                .flatMap(this::buildsOf)
                .flatMap(DeclaredConfiguration::pluginsOf)
                .filter(this::isThisPlugin);
    }

    private Stream<PluginExecution> executionsOf(Plugin plugin) {
        return plugin.getExecutions().stream()
                .filter(execution ->
                        Objects.equals(execution.getId(), goal.execution().getExecutionId()));
    }

    private Stream<String> property(String name) {
        return lineage()
                .flatMap(this::modelsOf)
                .map(model -> model.getProperties().getProperty(name))
                .filter(Objects::nonNull);
    }

    /** {@return what the POM says, not evaluated; blank for an element that has children} */
    Optional<String> inPom(String name) {
        String key = goal.execution().getGroupId() + ":" + goal.execution().getArtifactId();
        Build build = goal.project().getBuild();
        Plugin plugin = build.getPluginsAsMap().get(key);
        if (plugin == null && build.getPluginManagement() != null) {
            plugin = build.getPluginManagement().getPluginsAsMap().get(key);
        }
        if (plugin == null) {
            return Optional.empty();
        }
        PluginExecution execution =
                plugin.getExecutionsAsMap().get(goal.execution().getExecutionId());
        Optional<Xpp3Dom> own = execution == null ? Optional.empty() : child(execution.getConfiguration(), name);
        Object common = plugin.getConfiguration();
        return own.or(() -> child(common, name)).map(dom -> Objects.requireNonNullElse(dom.getValue(), ""));
    }

    private String evaluated(String written) {
        if (!written.contains("${")) {
            return written;
        }
        try {
            var evaluator = new PluginParameterExpressionEvaluator(goal.session(), goal.execution());
            return Objects.requireNonNullElse(evaluator.evaluate(written, String.class), written)
                    .toString();
        } catch (ExpressionEvaluationException e) {
            return written;
        }
    }

    private Stream<MavenProject> lineage() {
        return Stream.iterate(goal.project(), Objects::nonNull, MavenProject::getParent);
    }

    /** One POM and those of its profiles that are active in this project. */
    private Stream<ModelBase> modelsOf(MavenProject project) {
        Model model = project.getOriginalModel();
        if (model == null) {
            return Stream.empty();
        }
        Map<String, List<String>> active = goal.project().getInjectedProfileIds();
        List<String> ids = active.values().stream().flatMap(List::stream).toList();
        return Stream.concat(
                Stream.of(model), model.getProfiles().stream().filter(profile -> ids.contains(profile.getId())));
    }

    private Stream<BuildBase> buildsOf(MavenProject project) {
        return modelsOf(project)
                .map(model -> model instanceof Model pom ? pom.getBuild() : ((Profile) model).getBuild())
                .filter(Objects::nonNull);
    }

    private static Stream<Plugin> pluginsOf(PluginConfiguration build) {
        return Stream.concat(
                build.getPlugins().stream(),
                build.getPluginManagement() == null
                        ? Stream.empty()
                        : build.getPluginManagement().getPlugins().stream());
    }

    private boolean isThisPlugin(Plugin plugin) {
        // as written, either may be an expression
        return matches(plugin.getGroupId(), goal.execution().getGroupId())
                && matches(plugin.getArtifactId(), goal.execution().getArtifactId());
    }

    private static boolean matches(String written, String value) {
        return written != null && (written.contains("${") || written.equals(value));
    }

    private static Optional<Xpp3Dom> child(Object configuration, String name) {
        return configuration instanceof Xpp3Dom dom ? Optional.ofNullable(dom.getChild(name)) : Optional.empty();
    }
}
