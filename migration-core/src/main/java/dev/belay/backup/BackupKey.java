package dev.belay.backup;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of encrypted backups: an identity of age (age-encryption.org/v1), as {@code age-keygen} makes it. The program
 * {@code age} decrypts with it too.
 *
 * @param identity {@code AGE-SECRET-KEY-1...}
 */
public record BackupKey(Secret identity) {

    private static final String PREFIX = "AGE-SECRET-KEY-1";
    private static final String ENVIRONMENT = "env:";
    private static final String ALGORITHM = "X25519";

    /**
     * {@return the key that a setting names}
     *
     * @param setting a file, or {@code env:NAME} for a variable of the environment
     * @param environment the variables
     * @throws RefusalException when it is not there, or holds no key
     */
    public static BackupKey read(String setting, Map<String, String> environment) {
        if (setting.startsWith(ENVIRONMENT)) {
            String name = setting.substring(ENVIRONMENT.length());
            return of(
                    Optional.ofNullable(environment.get(name))
                            .orElseThrow(() -> refused("The environment variable " + name + " is not set")),
                    "The environment variable " + name);
        }
        if (isOne(setting)) {
            throw refused("db.backup.key holds the key itself, which others see in the list of processes");
        }
        try {
            return of(Files.readString(Path.of(setting)), setting);
        } catch (IOException | InvalidPathException e) {
            throw refused("The key file " + setting + " cannot be read");
        }
    }

    /** {@return whether a text holds a key, which is not to be shown} */
    public static boolean isOne(String text) {
        return text.toUpperCase(Locale.ROOT).contains(PREFIX);
    }

    /**
     * {@return the first key of a text, in which other lines are comments}
     *
     * @param origin where the text comes from, for people
     */
    static BackupKey of(String text, String origin) {
        BackupKey key = text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(PREFIX))
                .findFirst()
                .map(line -> new BackupKey(new Secret(line)))
                .orElseThrow(() -> refused(origin + " holds no key of age"));
        try {
            key.writer();
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // without its cause, whose message has parts of the key
            throw refused(origin + " holds a key of age that was not copied completely");
        }
    }

    /** {@return a new key, which has to be kept elsewhere than the backups} */
    public static BackupKey generate() {
        try {
            byte[] identity =
                    new X25519KeyPairGenerator().generateKeyPair().getPrivate().getEncoded();
            return new BackupKey(new Secret(new String(identity, StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform from 11 on has X25519
        }
    }

    RecipientStanzaWriter writer() throws GeneralSecurityException {
        byte[] secret = identity.reveal().getBytes(StandardCharsets.US_ASCII);
        byte[] recipient = new X25519KeyFactory()
                .translateKey(new SecretKeySpec(secret, ALGORITHM))
                .getEncoded();
        return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(
                new String(recipient, StandardCharsets.US_ASCII));
    }

    RecipientStanzaReader reader() throws GeneralSecurityException {
        return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.reveal());
    }

    private static RefusalException refused(String what) {
        return new RefusalException(Problem.of(
                what + ".",
                "to read a backup, name the key that it was made with: -Ddb.backup.key=<file> or env:NAME; for new ones"
                        + " 'age-keygen -o backup.key' makes a key, which is to be kept elsewhere than they are."));
    }
}
