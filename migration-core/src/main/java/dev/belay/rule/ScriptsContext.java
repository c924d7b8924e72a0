package dev.belay.rule;

import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.Problem;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scripts as a set, with what is known of how they were before.
 *
 * @param scripts all of them as they are now
 * @param pending those that are judged: what the base, or the target, lacks; members of {@code scripts}
 * @param misnamed the misnamed files that are new
 * @param changed versioned scripts that the base has with another text or description
 * @param deleted versioned and repeatable scripts that the base has and that are gone
 * @param gained versioned and undo scripts that the base ref has gained since the branch left it
 * @param highest the highest version that the base, or the target, has; empty when it has none or is not known
 * @param reference the base ref that {@code changed}, {@code deleted} and {@code gained} are compared with, such as
 *     {@code origin/main}
 * @param unreadable pending scripts that could not be read
 */
public record ScriptsContext(
        ScriptSet scripts,
        Set<ScriptFile> pending,
        List<ScriptSet.Misnamed> misnamed,
        List<Changed> changed,
        List<Known> deleted,
        List<Known> gained,
        Optional<Highest> highest,
        String reference,
        List<Unreadable> unreadable) {

    public ScriptsContext {
        pending = Set.copyOf(pending);
        misnamed = List.copyOf(misnamed);
        changed = List.copyOf(changed);
        deleted = List.copyOf(deleted);
        gained = List.copyOf(gained);
        unreadable = List.copyOf(unreadable);
    }

    /** As long as no script has been read. */
    public ScriptsContext(
            ScriptSet scripts,
            Set<ScriptFile> pending,
            List<ScriptSet.Misnamed> misnamed,
            List<Changed> changed,
            List<Known> deleted,
            List<Known> gained,
            Optional<Highest> highest,
            String reference) {
        this(scripts, pending, misnamed, changed, deleted, gained, highest, reference, List.of());
    }

    /**
     * A pending script whose text cannot be had.
     *
     * @param problem why: it cannot be decoded, a placeholder has no value, its {@code .conf} is wrong
     */
    public record Unreadable(ScriptFile script, Problem problem) {}

    /**
     * How far something is.
     *
     * @param version the highest that it has
     * @param where whose that is, for people: {@code origin/main}, {@code shop at db.example.org:5432}
     */
    public record Highest(Version version, String where) {}

    /**
     * A script that is only known by its name.
     *
     * @param name what its name says
     * @param script its path below its location
     * @param location its path on disk, where it is, was, or will be after a merge
     */
    public record Known(ScriptName name, String script, String location) {}

    /**
     * A script that is not as it was.
     *
     * @param now as it is
     * @param before as it was
     * @param text whether the text is another; else only its description is
     */
    public record Changed(ScriptFile now, Known before, boolean text) {}

    /** {@return the same comparison with other scripts pending} */
    public ScriptsContext judging(Set<ScriptFile> otherPending, Optional<Highest> otherHighest) {
        return new ScriptsContext(
                scripts, otherPending, misnamed, changed, deleted, gained, otherHighest, reference, unreadable);
    }

    /** {@return the same comparison, some of whose pending scripts cannot be read} */
    public ScriptsContext with(List<Unreadable> found) {
        return new ScriptsContext(scripts, pending, misnamed, changed, deleted, gained, highest, reference, found);
    }

    /** {@return the pending scripts among these, in their order} */
    public List<ScriptFile> pending(List<ScriptFile> among) {
        return among.stream().filter(pending::contains).toList();
    }

    /** {@return a finding on a script as a whole} */
    public Finding finding(
            Rule rule, Severity severity, String script, String location, String message, String advice) {
        return new Finding(
                rule.id(),
                severity,
                Evidence.STATIC,
                script,
                location,
                Optional.empty(),
                Optional.empty(),
                message,
                advice);
    }

    /** {@return a finding of the rule's usual severity on a script as a whole} */
    public Finding finding(Rule rule, ScriptFile script, String message, String advice) {
        return finding(rule, rule.doc().severity(), script.script(), script.location(), message, advice);
    }
}
