package dev.belay.command;

import dev.belay.migrate.PreviewPlan;
import dev.belay.script.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names what a run is going to do: the version that it begins at, and each script with its text. */
final class PlanFingerprint {

    private PlanFingerprint() {}

    static String of(PreviewPlan plan) {
        var text = new StringBuilder(plan.before().map(Version::toString).orElse(""));
        plan.steps()
                .forEach(step -> text.append('\n')
                        .append(step.script())
                        .append(' ')
                        .append(step.sha256().orElse("")));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
