package dev.belay.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.Direction;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.PreviewOutcome.Inputs;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.schema.ObjectHashes;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plan that people have looked at, as {@code db:preview} has written it.
 *
 * @param file its path
 * @param direction up or down
 * @param database the database that it was made for
 * @param versionBefore the version that this was at
 * @param schema fingerprint of its schema
 * @param objects of that schema; empty in a plan of an earlier version of Belay, which had none
 * @param scripts the scripts in their order, with their digests
 * @param inputs what else would be run; empty in a plan of an earlier version
 */
public record ReviewedPlan(
        Path file,
        Direction direction,
        String database,
        Optional<String> versionBefore,
        Optional<String> schema,
        Optional<ObjectHashes> objects,
        Map<String, Optional<String>> scripts,
        Optional<Inputs> inputs) {

    /**
     * {@return the plan in a file}
     *
     * @param direction of the run that it is to be for
     * @throws RefusalException when there is none, or it is none of such a run
     * @throws EnvironmentException when it cannot be read
     */
    public static ReviewedPlan read(Path file, Direction direction) {
        JsonNode root = parse(file, direction);
        String written = direction.name().toLowerCase(Locale.ROOT);
        if (!root.path("direction").asText().equals(written)
                || !root.path("steps").isArray()) {
            throw refused(
                    file + " is no plan of " + (direction == Direction.UP ? "an upgrade" : "a downgrade"), direction);
        }
        if (root.path("formatVersion").asInt(1) > PreviewOutcome.FORMAT_VERSION) {
            throw refused(file + " was written by a later version of Belay", direction);
        }
        Map<String, Optional<String>> scripts = new LinkedHashMap<>();
        root.path("steps").forEach(step -> scripts.put(step.path("script").asText(), text(step, "sha256")));
        return new ReviewedPlan(
                file,
                direction,
                root.path("target").path("database").asText(),
                text(root, "versionBefore"),
                text(root, "schema"),
                objects(root.path("objects")),
                scripts,
                inputs(root.path("inputs")));
    }

    private static Optional<ObjectHashes> objects(JsonNode types) {
        if (!types.isObject()) {
            return Optional.empty();
        }
        var byType = new TreeMap<String, Map<String, String>>();
        types.properties().forEach(type -> byType.put(type.getKey(), texts(type.getValue())));
        return Optional.of(new ObjectHashes(byType));
    }

    private static Optional<Inputs> inputs(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Inputs(texts(node.path("callbacks")), texts(node.path("placeholders"))))
                : Optional.empty();
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        node.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }

    private static JsonNode parse(Path file, Direction direction) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refused("db.plan names " + file + ", which does not exist", direction);
        } catch (JsonProcessingException e) {
            throw refused(file + " is no JSON", direction);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(file + " cannot be read: " + e.getMessage(), "Make the file readable."), e);
        }
    }

    private static RefusalException refused(String what, Direction direction) {
        return new RefusalException(
                Problem.of(what + ".", "make one:  " + preview(direction) + "  writes target/db/plan.json")
                        .withState("No database was touched."));
    }

    private static String preview(Direction direction) {
        return direction == Direction.UP
                ? "mvn db:preview"
                : "mvn db:preview -Ddb.direction=down -Ddb.target=<version>";
    }

    private static Optional<String> text(JsonNode node, String member) {
        return Optional.ofNullable(node.path(member).textValue());
    }

    /**
     * Refuses anything but what was planned.
     *
     * @param name the database's name
     * @param now what would be run
     * @param schemaNow its schema
     * @throws RefusalException saying all that has moved
     */
    void requireUnmoved(String name, PreviewPlan now, SchemaSnapshot schemaNow) {
        var moved = new ArrayList<String>();
        if (!name.equals(database)) {
            moved.add("the plan was made for the database " + database + ", and this is " + name);
        }
        Optional<String> version = now.before().map(Version::toString);
        if (!version.equals(versionBefore)) {
            moved.add("the database was at version " + versionBefore.orElse("none") + ", and is at "
                    + version.orElse("none"));
        }
        moved.addAll(movedObjects(schemaNow));
        moved.addAll(movedScripts(now.steps()));
        moved.addAll(movedInputs(now.inputs()));
        if (!moved.isEmpty()) {
            throw new RefusalException(Problem.of(
                            "the plan " + file + " is not what would be run now",
                            "make a new plan, and have it looked at:  " + preview(direction))
                    .withDetails(moved)
                    .withState("The database is unchanged."));
        }
    }

    private List<String> movedObjects(SchemaSnapshot now) {
        if (schema.isEmpty() || schema.get().equals(now.fingerprint())) {
            return List.of();
        }
        var moved = new ArrayList<String>();
        moved.add("the database's schema is another than it was"
                + (objects.isPresent() ? ":" : "; the plan does not say what it was:  mvn db:validate  shows drift"));
        objects.ifPresent(then -> then.moved(now).differences().forEach(object -> {
            moved.add("  " + object.words());
            // as it was is not in the plan
            Optional.ofNullable(now.objects().get(object.id()))
                    .filter(is -> !object.isPlaceOnly())
                    .ifPresent(is -> is.definition()
                            .lines()
                            .forEach(line ->
                                    moved.add("      " + (object.before().isEmpty() ? "+ " : "is ") + line)));
        }));
        return moved;
    }

    private List<String> movedScripts(List<Step> steps) {
        var moved = new ArrayList<String>();
        Map<String, Optional<String>> now = new LinkedHashMap<>();
        steps.forEach(step -> now.put(step.script(), step.sha256()));
        scripts.forEach((script, digest) -> {
            if (!now.containsKey(script)) {
                moved.add(script + " is in the plan, and would not run");
            } else if (!now.get(script).equals(digest)) {
                moved.add(script + " has another text than in the plan");
            }
        });
        now.keySet().stream()
                .filter(script -> !scripts.containsKey(script))
                .forEach(script -> moved.add(script + " would run, and is not in the plan"));
        if (moved.isEmpty() && !List.copyOf(scripts.keySet()).equals(List.copyOf(now.keySet()))) {
            moved.add("the scripts would run in another order");
        }
        return moved;
    }

    private List<String> movedInputs(Inputs now) {
        var moved = new ArrayList<String>();
        inputs.ifPresent(then -> {
            now.placeholders().forEach((name, value) -> {
                // one that only came or went did so with a script's text
                if (!then.placeholders().getOrDefault(name, value).equals(value)) {
                    moved.add("the placeholder " + name + " has another value than in the plan");
                }
            });
            then.callbacks().forEach((callback, digest) -> {
                if (!now.callbacks().containsKey(callback)) {
                    moved.add("the callback " + callback + " was there, and is not");
                } else if (!now.callbacks().get(callback).equals(digest)) {
                    moved.add("the callback " + callback + " has another text than in the plan");
                }
            });
            now.callbacks().keySet().stream()
                    .filter(callback -> !then.callbacks().containsKey(callback))
                    .forEach(callback -> moved.add("the callback " + callback + " is there, and was not"));
        });
        return moved;
    }
}
