package dev.belay.rule;

import dev.belay.finding.RuleId;
import dev.belay.finding.RuleInfo;
import dev.belay.finding.Severity;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a rule is about, as its reference page says it.
 *
 * <p>The examples are SQL. Where more than one script matters each begins with a line that names it, and says what it
 * is to the check: {@code --- V1__a.sql (base)}; without a word behind the name it is pending. The words are
 * {@code base} (there before and unchanged), {@code changed}, {@code deleted} (both since the base) and {@code tip} (the
 * base gained it since) and {@code query} (what the application sends). Without any such line all of it is one pending
 * script.
 *
 * @param id the verdict in kebab case
 * @param hazards the rows of the catalogue of hazards that it covers
 * @param severity that of most of its findings
 * @param condition when it speaks: half a sentence
 * @param effect what then happens, and to whom, with the source of any claim about PostgreSQL
 * @param alternative what to do instead
 * @param bad an example in which it speaks
 * @param good the same, done safely
 */
public record RuleDoc(
        RuleId id,
        List<Integer> hazards,
        Severity severity,
        String condition,
        String effect,
        String alternative,
        String bad,
        String good) {

    public RuleDoc {
        hazards = List.copyOf(hazards);
    }

    /**
     * {@return what the reports say of the rule}
     *
     * @param page the address of its reference page, absolute; empty when the pages are not published anywhere
     */
    public RuleInfo info(Optional<URI> page) {
        return new RuleInfo(id, severity, condition, effect, alternative, page);
    }
}
