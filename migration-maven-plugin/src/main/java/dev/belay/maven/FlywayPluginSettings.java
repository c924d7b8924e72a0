package dev.belay.maven;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What the project's POM tells Flyway's own Maven plugin. */
final class FlywayPluginSettings {

    private static final List<String> PLUGINS =
            List.of("org.flywaydb:flyway-maven-plugin", "com.redgate.flyway:flyway-maven-plugin");

    private FlywayPluginSettings() {}

    /** {@return its configuration: lists joined by commas, maps as {@code placeholders.name}} */
    static Map<String, String> of(Goal goal) {
        var settings = new TreeMap<String, String>();
        PLUGINS.stream()
                .map(goal::plugin)
                .flatMap(Optional::stream)
                .flatMap(FlywayPluginSettings::configurations)
                .flatMap(dom -> Arrays.stream(dom.getChildren()))
                .forEach(child -> add(child, settings));
        return settings;
    }

    /** The plugin's, and that of an execution where there is one only, so that it is clear which counts. */
    private static Stream<Xpp3Dom> configurations(Plugin plugin) {
        Stream<Object> own =
                Stream.of(Optional.ofNullable(plugin.getConfiguration())).flatMap(Optional::stream);
        Stream<Object> executions = plugin.getExecutions().size() == 1
                ? Optional.ofNullable(plugin.getExecutions().get(0).getConfiguration()).stream()
                : Stream.empty();
        return Stream.concat(own, executions).filter(Xpp3Dom.class::isInstance).map(Xpp3Dom.class::cast);
    }

    private static void add(Xpp3Dom element, Map<String, String> settings) {
        Xpp3Dom[] children = element.getChildren();
        if (children.length == 0) {
            Optional.ofNullable(element.getValue()).ifPresent(value -> settings.put(element.getName(), value));
        } else if (isList(element)) {
            settings.put(
                    element.getName(),
                    Arrays.stream(children)
                            .map(Xpp3Dom::getValue)
                            .filter(value -> value != null)
                            .collect(Collectors.joining(",")));
        } else {
            for (Xpp3Dom child : children) {
                Optional.ofNullable(child.getValue())
                        .ifPresent(value -> settings.put(element.getName() + "." + child.getName(), value));
            }
        }
    }

    /** As Maven tells lists from maps: {@code <locations><location>}. */
    private static boolean isList(Xpp3Dom element) {
        return !element.getName().equals("placeholders")
                && Arrays.stream(element.getChildren())
                        .allMatch(child -> element.getName().startsWith(child.getName())
                                || child.getName().equals("param"));
    }
}
