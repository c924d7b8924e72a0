package dev.belay.outcome;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import java.time.Duration;
import java.util.List;

/**
 * What a check found.
 *
 * @param basis what "pending" was measured against, for people: {@code new against origin/main (a1b2c3d)},
 *     {@code pending on shop at db.example.org:5432}, {@code all: there is no git repository}
 * @param advisory whether findings do not fail the build, there being nothing to compare with
 * @param scripts the scripts looked at, as the history names them
 * @param statements how many statements they have
 * @param opaque how many of these the grammar could not read
 * @param unread those statements: what no rule but those about the text has looked at
 * @param findings by script, then by place, then by rule
 * @param duration of the whole check
 */
public record CheckOutcome(
        String basis,
        boolean advisory,
        List<String> scripts,
        int statements,
        int opaque,
        List<Unread> unread,
        List<Finding> findings,
        Duration duration) {

    /**
     * A statement that the grammar could not read.
     *
     * @param place {@code V7__add_roles.sql:3:1}
     * @param summary its first words, without string literals
     */
    public record Unread(String place, String summary) {}

    /** {@return whether the finding fails the build: it is severe enough, and there was something to compare with} */
    public boolean failsOn(Finding finding, FailOn failOn) {
        return !advisory && failOn.failsOn(finding.severity());
    }

    /** {@return whether any finding fails the build} */
    public boolean fails(FailOn failOn) {
        return findings.stream().anyMatch(finding -> failsOn(finding, failOn));
    }
}
