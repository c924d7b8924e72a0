package dev.belay.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A schema without its texts: enough to name the objects that are not the same later, and small enough to be kept in a file
 * that people pass around.
 *
 * @param byType type, then identity of each object; the first 16 hexadecimal digits of SHA-256 of its definition, and of a
 *     column behind a blank its place
 */
public record ObjectHashes(Map<String, Map<String, String>> byType) {

    private static final int BYTES = 8;

    /** {@return those of a schema} */
    public static ObjectHashes of(SchemaSnapshot schema) {
        var byType = new TreeMap<String, Map<String, String>>();
        schema.objects()
                .forEach((id, object) -> byType.computeIfAbsent(id.type(), type -> new TreeMap<>())
                        .put(id.identity(), written(object)));
        return new ObjectHashes(byType);
    }

    /** {@return which objects of a schema are others than these} Of their definitions only the hashes are told. */
    public SchemaDiff moved(SchemaSnapshot now) {
        return SchemaDiff.between(hashed(), of(now).hashed());
    }

    private SchemaSnapshot hashed() {
        var objects = new TreeMap<ObjectId, SchemaObject>();
        byType.forEach((type, hashes) ->
                hashes.forEach((identity, hash) -> objects.put(new ObjectId(type, identity), read(hash))));
        return new SchemaSnapshot(objects);
    }

    private static String written(SchemaObject object) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(object.definition().getBytes(StandardCharsets.UTF_8));
            String hash = HexFormat.of().formatHex(digest, 0, BYTES);
            return object.place() == 0 ? hash : hash + " " + object.place();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** What is no place is none: the file may have been through other hands, and all it can do here is differ. */
    private static SchemaObject read(String hash) {
        String[] parts = hash.split(" ", 2);
        boolean placed = parts.length == 2 && parts[1].matches("\\d{1,9}");
        return new SchemaObject(parts[0], placed ? Integer.parseInt(parts[1]) : 0);
    }
}
