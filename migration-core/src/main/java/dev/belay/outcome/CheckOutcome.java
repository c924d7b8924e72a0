package dev.belay.outcome;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.outcome.CheckedScript.Basis;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param basis what "pending" was measured against, for people: {@code new against origin/main (a1b2c3d)},
 *     {@code pending on shop at db.example.org:5432}, {@code all: there is no git repository}
 * @param advisory whether findings do not fail the build, there being nothing to compare with
 * @param scratch the server on which the scripts were tried, such as {@code PostgreSQL 17.11, embedded}; empty when none
 *     was
 * @param untraced why statements were not tried on a server, or not all of them, for people; empty when all were
 * @param scripts the scripts looked at, in the order in which they run, undo scripts last
 * @param findings by script, then by place, then by rule
 * @param overturned what the text gave rise to and the server disproved, in the same order
 * @param allowed what a comment in the script accepts, in the same order
 * @param impact of all pending scripts together
 * @param duration of the whole check
 */
public record CheckOutcome(
        String basis,
        boolean advisory,
        Optional<String> scratch,
        Optional<String> untraced,
        List<CheckedScript> scripts,
        List<Finding> findings,
        List<Overturned> overturned,
        List<Allowed> allowed,
        Impact impact,
        Duration duration) {

    public CheckOutcome {
        scripts = List.copyOf(scripts);
        findings = List.copyOf(findings);
        overturned = List.copyOf(overturned);
        allowed = List.copyOf(allowed);
    }

    /**
     * A finding that the trace disproved.
     *
     * @param finding as the text gave rise to it
     * @param reason what was observed instead
     * @param now what is left of it, of a lower severity; empty when nothing is
     */
    public record Overturned(Finding finding, String reason, Optional<Finding> now) {}

    /**
     * A finding that a comment in the script accepts.
     *
     * @param finding what is accepted
     * @param reason as the comment gives it
     * @param until the last day on which it is; empty for ever
     */
    public record Allowed(Finding finding, String reason, Optional<LocalDate> until) {}

    /**
     * A statement that the grammar could not read.
     *
     * @param place {@code V7__add_roles.sql:3:1}
     * @param summary its first line
     */
    public record Unread(String place, String summary) {}

    /** {@return the statements on which nothing is said but what their text as such gives rise to} */
    public List<Unread> unread() {
        return scripts.stream()
                .flatMap(script -> script.statements().stream()
                        .filter(statement -> statement.basis() == Basis.OPAQUE)
                        .map(statement -> new Unread(
                                script.script() + ":" + statement.span().start(),
                                statement
                                        .span()
                                        .of(script.text())
                                        .lines()
                                        .findFirst()
                                        .orElse(""))))
                .toList();
    }

    /** {@return how many statements there are} */
    public long statements() {
        return scripts.stream().mapToLong(script -> script.statements().size()).sum();
    }

    /** {@return how many statements were judged on that basis} */
    public long statements(Basis basis) {
        return scripts.stream()
                .flatMap(script -> script.statements().stream())
                .filter(statement -> statement.basis() == basis)
                .count();
    }

    /** {@return whether the finding fails the build: it is severe enough, and there was something to compare with} */
    public boolean failsOn(Finding finding, FailOn failOn) {
        return !advisory && failOn.failsOn(finding.severity());
    }

    /** {@return whether any finding fails the build} */
    public boolean fails(FailOn failOn) {
        return findings.stream().anyMatch(finding -> failsOn(finding, failOn));
    }
}
