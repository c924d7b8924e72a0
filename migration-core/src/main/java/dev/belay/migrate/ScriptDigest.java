package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a script's content, its {@code .conf} included. */
public final class ScriptDigest {

    private ScriptDigest() {}

    /** {@return SHA-256 of text and configuration, in hexadecimal; line ends count as they do not for Flyway's checksum} */
    public static String of(ScriptFile script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(script.text().getBytes(StandardCharsets.UTF_8));
            script.conf().ifPresent(conf -> {
                digest.update((byte) 0);
                digest.update(conf.getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
