package dev.belay.migrate.settings;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a settings file as text. */
final class SettingText {

    private SettingText() {}

    /**
     * {@return the file's text without a byte order mark}
     *
     * @throws RefusalException when it is not in that encoding
     */
    static String read(Path file, Charset charset, String shownAs) {
        try {
            String text = charset.newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new RefusalException(
                    Problem.of(
                            shownAs + " is not text in " + charset,
                            "save it in " + charset + ", or name its encoding: -Dflyway.configFileEncoding=..."),
                    e);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(shownAs + " cannot be read: " + e.getMessage(), "check the file's permissions"), e);
        }
    }
}
