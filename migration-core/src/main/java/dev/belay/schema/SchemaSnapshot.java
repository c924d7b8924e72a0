package dev.belay.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The whole schema of a database at one moment. Two are equal when {@code pg_dump --schema-only} of both is, but for what
 * docs/snapshot.md lists.
 *
 * @param objects by what names them
 */
public record SchemaSnapshot(SortedMap<ObjectId, SchemaObject> objects) {

    public SchemaSnapshot(Map<ObjectId, SchemaObject> objects) {
        this(Collections.unmodifiableSortedMap(new TreeMap<>(objects)));
    }

    /** Where roles are named. */
    private static final Set<String> WITH_ROLES = Set.of("owner", "privileges", "default privileges", "policy");

    /** What may be in a tablespace of its own; indexes of keys are with their constraints. */
    static final Set<String> PLACED = Set.of("table", "materialized view", "index", "constraint");

    static final String TABLESPACE = "tablespace ";

    /** {@return the same schema, in which a role has another name} */
    public SchemaSnapshot withRole(String from, String to) {
        Pattern role = Pattern.compile("(?<![\\w\"])" + Pattern.quote(from) + "(?![\\w\"])");
        String name = Matcher.quoteReplacement(to);
        Map<ObjectId, SchemaObject> renamed = new TreeMap<>();
        objects.forEach((id, object) -> {
            boolean named = WITH_ROLES.contains(id.type());
            renamed.put(
                    named ? new ObjectId(id.type(), role.matcher(id.identity()).replaceAll(name)) : id,
                    named
                            ? new SchemaObject(role.matcher(object.definition()).replaceAll(name), object.place())
                            : object);
        });
        return new SchemaSnapshot(renamed);
    }

    /** {@return the same schema without some objects} */
    public SchemaSnapshot without(Predicate<ObjectId> which) {
        Map<ObjectId, SchemaObject> kept = new TreeMap<>(objects);
        kept.keySet().removeIf(which);
        return new SchemaSnapshot(kept);
    }

    /** {@return the tablespaces, other than the database's own one, that something is in; in quotes where SQL needs them} */
    public Set<String> tablespaces() {
        return objects.entrySet().stream()
                .filter(object -> PLACED.contains(object.getKey().type()))
                .flatMap(object -> object.getValue().definition().lines())
                .filter(line -> line.startsWith(TABLESPACE))
                .map(line -> line.substring(TABLESPACE.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return the same schema with all of it in the database's own tablespace} */
    public SchemaSnapshot withoutTablespaces() {
        Map<ObjectId, SchemaObject> moved = new TreeMap<>(objects);
        moved.replaceAll((id, object) -> PLACED.contains(id.type())
                ? new SchemaObject(
                        object.definition()
                                .lines()
                                .filter(line -> !line.startsWith(TABLESPACE))
                                .collect(Collectors.joining("\n")),
                        object.place())
                : object);
        return new SchemaSnapshot(moved);
    }

    /**
     * {@return the same schema after a change that was seen on another} The places of columns that it has moved change,
     * too, which a {@link SchemaDiff} does not tell where a column before them has come or gone.
     */
    public SchemaSnapshot changedAs(SchemaSnapshot from, SchemaSnapshot to) {
        Map<ObjectId, SchemaObject> changed = new TreeMap<>(objects);
        from.objects.keySet().stream().filter(id -> !to.objects.containsKey(id)).forEach(changed::remove);
        to.objects.forEach((id, now) -> {
            if (!now.equals(from.objects.get(id))) {
                changed.put(id, now);
            }
        });
        return new SchemaSnapshot(changed);
    }

    /** {@return an object, whichever parts of its name are in quotes: clients and servers quote different words} */
    public Optional<SchemaObject> find(String type, String name) {
        String plain = unquoted(name);
        return objects.entrySet().stream()
                .filter(object -> object.getKey().type().equals(type)
                        && unquoted(object.getKey().identity()).equals(plain))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String unquoted(String name) {
        return name.replace("\"", "");
    }

    /** {@return SHA-256 over all of it, in hexadecimal: the same for equal schemas} */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            objects.forEach((id, object) -> {
                add(digest, id.type());
                add(digest, id.identity());
                add(digest, object.definition());
                add(digest, Integer.toString(object.place()));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
