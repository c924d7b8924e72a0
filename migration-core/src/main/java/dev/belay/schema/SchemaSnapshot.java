package dev.belay.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
