package dev.belay.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding in UTF-8. Error texts hold nothing of what was decoded. */
final class PercentCode {

    private final String source;
    private final boolean plusIsBlank;

    /**
     * A decoder.
     *
     * @param source what the user knows the URL as; for messages
     * @param plusIsBlank as the JDBC driver reads its URLs; libpq leaves a plus as it is
     */
    PercentCode(String source, boolean plusIsBlank) {
        this.source = source;
        this.plusIsBlank = plusIsBlank;
    }

    /**
     * Decodes one part of a URL.
     *
     * @param part which part it is, for the message
     */
    String decode(String text, String part) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(text, i, part));
                i += 3;
            } else {
                int end = text.offsetByCodePoints(i, 1);
                bytes.writeBytes(
                        (plusIsBlank && c == '+' ? " " : text.substring(i, end)).getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken(part);
        }
    }

    private int octet(String text, int percent, String part) {
        int high = digit(text, percent + 1);
        int low = digit(text, percent + 2);
        if (high < 0 || low < 0 || high + low == 0) {
            throw broken(part);
        }
        return high * 16 + low;
    }

    private static int digit(String text, int i) {
        return i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
    }

    private RuntimeException broken(String part) {
        return PostgresUrl.refusal(
                source + ": its " + part + " has a % that does not begin a percent-encoded character",
                "Write a % itself as %25" + ("password".equals(part) ? ", or give the password as db.password." : "."));
    }
}
