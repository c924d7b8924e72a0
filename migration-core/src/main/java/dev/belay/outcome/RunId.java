package dev.belay.outcome;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names one run of a goal, in the log, in the journal and in {@code application_name} of its sessions.
 *
 * @param value eight hexadecimal digits
 */
public record RunId(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A name that no other run has, but for chance. */
    public static RunId random() {
        var bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        return new RunId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
