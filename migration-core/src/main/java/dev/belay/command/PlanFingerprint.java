package dev.belay.command;

import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.ScriptDigest;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Names what a run is going to do: the version that it begins at, and each script with its text. */
final class PlanFingerprint {

    private PlanFingerprint() {}

    static String of(PreviewPlan plan) {
        return of(plan.before(), List.of(), plan);
    }

    /** {@return of a plan that began at another version, of which these scripts have been run} */
    static String of(Optional<Version> before, List<ScriptFile> run, PreviewPlan rest) {
        var text = new StringBuilder(before.map(Version::toString).orElse(""));
        run.forEach(script -> add(text, script.script(), ScriptDigest.of(script)));
        rest.steps().forEach(step -> add(text, step.script(), step.sha256().orElse("")));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static void add(StringBuilder text, String script, String digest) {
        text.append('\n').append(script).append(' ').append(digest);
    }
}
