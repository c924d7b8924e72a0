package dev.belay.maven;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;

/** What users typed as {@code -Ddb.*}. For a goal that was typed too, it comes before the POM, as with Flyway. */
final class TypedParameters {

    private static final String PREFIX = "db.";
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(db\\.[A-Za-z.]+)}");

    /** Families whose members the user names. */
    private static final List<String> FAMILIES = List.of("db.placeholders.", "db.rules.");

    /**
     * What a goal that changes a database must not pass over in silence because another goal has it: whoever types
     * {@code -Ddb.version=5} for an upgrade means its target, {@code -Ddb.name=shop} the database.
     */
    private static final Set<String> OWN = Set.of(
            "db.acceptLoss",
            "db.after",
            "db.all",
            "db.before",
            "db.destructive",
            "db.dryRun",
            "db.force",
            "db.from",
            "db.healthUrl",
            "db.maxLockTime",
            "db.maxReplicaLag",
            "db.name",
            "db.onFailure",
            "db.onInvalid",
            "db.plan",
            "db.rehearsal",
            "db.renames",
            "db.repeatable",
            "db.runs",
            "db.skipBackup",
            "db.skipRehearsal",
            "db.timeout",
            "db.undo",
            "db.version",
            "db.wanted");

    private final Map<String, String> typed;
    private final Map<String, String> project;
    private final boolean first;

    TypedParameters(Goal goal) {
        this.typed = goal.typedProperties();
        this.project = goal.projectProperties();
        this.first = goal.isTyped();
    }

    /** {@return the value that counts of the two; a blank one is none} */
    Optional<String> text(String property, String configured) {
        return Optional.ofNullable(first && typed.containsKey(property) ? typed.get(property) : configured)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** {@return the values that count, without blank ones} */
    List<String> list(String property, List<String> configured) {
        List<String> values = first && typed.containsKey(property)
                ? Arrays.asList(typed.get(property).split(","))
                : configured == null ? List.of() : configured;
        return values.stream()
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .toList();
    }

    /**
     * {@return what was typed, and nothing else} For names such as {@code db.version}, which many a POM has as a property
     * for something else.
     */
    Optional<String> typedOnly(String property) {
        return Optional.ofNullable(typed.get(property)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** {@return the entries of a family such as {@code db.rules.<id>}: those of the POM, overlaid with typed ones} */
    Map<String, String> family(String prefix, Map<String, String> configured) {
        var values = new TreeMap<String, String>();
        project.forEach((key, value) -> member(key, prefix).ifPresent(name -> values.put(name, value)));
        if (configured != null) {
            configured.forEach((name, value) -> values.put(name, value == null ? "" : value));
        }
        typed.forEach((key, value) -> member(key, prefix).ifPresent(name -> values.put(name, value)));
        return values;
    }

    private static Optional<String> member(String key, String prefix) {
        return key.startsWith(prefix) && key.length() > prefix.length()
                ? Optional.of(key.substring(prefix.length()))
                : Optional.empty();
    }

    /**
     * Warns, once per build, of {@code -Ddb.*} that no goal knows; other tools use such names too. A goal that is typed
     * and changes a database refuses: a misspelt URL or safeguard must not change another database, or this one without.
     *
     * @throws RefusalException naming the key
     */
    static void lookAtUnknown(Goal goal) {
        var said = goal.perBuild(Warned.class, Warned::new).keys();
        Set<String> known = known(goal);
        for (String key : goal.typedProperties().keySet()) {
            if (!key.startsWith(PREFIX) || isKnown(key, known)) {
                continue;
            }
            String why = why(key, known);
            if (goal.isTyped() && goal.changesDatabase()) {
                throw new RefusalException(Problem.of(
                                "-D" + key + ": " + why,
                                PlannedParameters.has(key) ? "leave it out" : "correct it, or leave it out")
                        .withState("No database was touched."));
            }
            if (said.add(key)) {
                goal.log().warn("-D" + key + " has no effect: " + why);
            }
        }
    }

    /** {@return why a key does nothing} */
    static String why(String key, Set<String> known) {
        if (PlannedParameters.has(key)) {
            return "it is not available in this version of Belay.";
        }
        if (OWN.contains(key)) {
            return "this goal does not have it.";
        }
        return "no goal of this plugin knows it."
                + DidYouMean.of(key, known)
                        .map(near -> " Did you mean -D" + near + "?")
                        .orElse("");
    }

    static boolean isKnown(String key, Set<String> known) {
        return known.contains(key)
                || FAMILIES.stream().anyMatch(family -> member(key, family).isPresent());
    }

    /**
     * {@return the properties of all goals, as the plugin's own descriptor names them} For a goal that changes a database,
     * those that mean something else to whoever types them for it count only when the goal itself has them.
     */
    static Set<String> known(Goal goal) {
        var known = new TreeSet<String>();
        MojoDescriptor descriptor = goal.execution().getMojoDescriptor();
        for (MojoDescriptor mojo : descriptor.getPluginDescriptor().getMojos()) {
            boolean any = mojo.getGoal().equals(descriptor.getGoal()) || !goal.changesDatabase();
            for (Parameter parameter : mojo.getParameters()) {
                String expression = parameter.getExpression();
                Matcher property = PROPERTY.matcher(expression == null ? "" : expression);
                if (property.matches() && (any || !isOwn(property.group(1)))) {
                    known.add(property.group(1));
                }
            }
        }
        return known;
    }

    private static boolean isOwn(String key) {
        return OWN.contains(key) || PlannedParameters.has(key);
    }

    /** Which keys a build has been warned of. */
    private record Warned(Set<String> keys) {

        Warned() {
            this(ConcurrentHashMap.newKeySet());
        }
    }
}
