package dev.belay.analysis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name for what a scratch database holds: the same content has the same name, in every build on this machine. */
final class ContentKey {

    private static final int LENGTH = 40;

    private final MessageDigest digest;

    ContentKey() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it (MessageDigest)
        }
    }

    /** Adds a part; where one ends and the next begins counts. */
    ContentKey with(String part) {
        return with(part.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #with(String)}. */
    ContentKey with(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        return this;
    }

    /** {@return the name; nothing can be added any more} */
    String value() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }
}
