package dev.belay.report;

import dev.belay.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A name for each finding that stays the same when lines are put in above it, and when it is said in other words, so
 * that a code host knows a finding again: rule, script, statement, and the how manyth of these it is.
 */
final class Fingerprints {

    private final Map<Finding, String> names = new IdentityHashMap<>();

    /** @param findings all of a report, in its order */
    Fingerprints(List<Finding> findings) {
        var seen = new HashMap<String, Integer>();
        for (Finding finding : findings) {
            String key = key(finding);
            names.put(finding, hash(key + "\n" + seen.merge(key, 1, Integer::sum)));
        }
    }

    /** {@return 32 hexadecimal digits} */
    String of(Finding finding) {
        return names.get(finding);
    }

    private static String key(Finding finding) {
        String statement = finding.statement().orElse("").strip().replaceAll("\\s+", " ");
        return finding.rule() + "\n" + finding.script() + "\n" + statement;
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
