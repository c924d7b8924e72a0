package dev.belay.command;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.StepReport.Result;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.validation.Assertions;
import dev.belay.validation.HealthCheck;
import dev.belay.validation.Integrity;
import dev.belay.validation.Violation;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Step 6: what must hold after the apply.
 *
 * @param resume lets traffic in again, which the health of an application needs; says whether it did
 * @param tolerated what does not hold, and need not
 */
record ValidateStep(Safeguards guards, RunSteps steps, BooleanSupplier resume, Tolerated tolerated) {

    /**
     * What does not hold, and need not.
     *
     * @param disagreements of history and scripts that were there before
     * @param assertions that say nothing of this version
     */
    record Tolerated(Set<String> disagreements, Predicate<Violation> assertions) {

        static final Tolerated NOTHING = new Tolerated(Set.of(), violation -> false);
    }

    /**
     * {@return what does not hold; empty when all does}
     *
     * @param rows that were counted before the apply; empty where nobody knows which the scripts write
     * @throws EnvironmentException when it cannot be told, since the server does not answer
     */
    Optional<Problem> take(
            Connection eyes,
            OpenDatabase database,
            Before before,
            Optional<Rehearsal.Result> rehearsal,
            Optional<CountedRows> rows) {
        return steps.take(Step.VALIDATE, () -> {
            var seen = new Seen();
            seen.wrong.addAll(database.migrations().disagreements());
            seen.wrong.removeAll(tolerated.disagreements());
            // where the rehearsal failed and somebody has forced the run, it has shown nothing to compare with
            rehearsal
                    .filter(rehearsed -> rehearsed.failures().isEmpty())
                    .map(rehearsed -> difference(rehearsed, before, Before.schemaNow(eyes, database)))
                    .ifPresent(differs -> seen.compared(differs, Optional.of("schema as rehearsed")));
            rows.ifPresent(counted -> seen.compared(counted.changed(eyes), counted.words()));
            Integrity integrity = Integrity.since(before.soundness(), eyes);
            seen.wrong.addAll(integrity.wrong());
            seen.warnings.addAll(integrity.warnings());
            List<Violation> unanswered = assertions(eyes, seen);
            if (seen.wrong.isEmpty()) {
                requireAnswers(unanswered);
                health(seen);
            }
            if (!seen.wrong.isEmpty()) {
                unanswered.forEach(violation -> seen.wrong.add(violation.toString()));
            }
            return seen.ended();
        });
    }

    /** What was seen so far. */
    private static final class Seen {

        /** What does not hold. */
        final List<String> wrong = new ArrayList<>();

        /** What does. */
        final List<String> said = new ArrayList<>();

        /** What is to be known, and forbids nothing. */
        final List<String> warnings = new ArrayList<>();

        /** @param words when nothing differs */
        void compared(List<String> differs, Optional<String> words) {
            if (differs.isEmpty()) {
                words.ifPresent(said::add);
            }
            wrong.addAll(differs);
        }

        RunSteps.Ended<Optional<Problem>> ended() {
            if (wrong.isEmpty()) {
                return RunSteps.Ended.warned(
                        Optional.empty(), said.isEmpty() ? "holds" : String.join(", ", said), warnings);
            }
            Problem problem = Problem.of(
                            "all was applied, and the database does not hold what it should",
                            "look at it:  mvn db:validate")
                    .withDetails(wrong);
            return new RunSteps.Ended<>(Optional.of(problem), Result.FAILED, "does not hold", wrong);
        }
    }

    /** What the copy never had, such as publications, is no difference: the change is compared, not the copy. */
    private static List<String> difference(Rehearsal.Result rehearsed, Before before, SchemaSnapshot now) {
        SchemaSnapshot expected = before.schema().changedAs(rehearsed.before(), rehearsed.after());
        // a copy of the schema alone has other owners
        Predicate<ObjectId> apart = id -> !rehearsed.figures().withData() && Ownership.isOf(id.type());
        SchemaDiff diff = SchemaDiff.between(
                asCopied(rehearsed, expected.without(apart)), asCopied(rehearsed, now.without(apart)));
        if (diff.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("the schema is not the rehearsed one:");
        diff.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** What is changed on a copy that has no tablespaces comes from there without its own. */
    private static SchemaSnapshot asCopied(Rehearsal.Result rehearsed, SchemaSnapshot schema) {
        return rehearsed.before().tablespaces().isEmpty() ? schema.withoutTablespaces() : schema;
    }

    /** {@return those of which nobody knows whether they hold} */
    private List<Violation> assertions(Connection eyes, Seen seen) {
        Assertions asserted = Assertions.check(eyes, guards.assertions(), Assertions.PATIENCE);
        var unanswered = new ArrayList<Violation>();
        for (Violation violation : asserted.violations()) {
            if (tolerated.assertions().test(violation)) {
                seen.warnings.add(violation.toString());
            } else if (violation.passing().isPresent()) {
                unanswered.add(violation);
            } else {
                seen.wrong.add(violation.toString());
            }
        }
        if (!guards.assertions().isEmpty()) {
            seen.said.add(asserted.words());
        }
        return unanswered;
    }

    /** What somebody's lock keeps from being asked says nothing against the scripts. */
    private static void requireAnswers(List<Violation> unanswered) {
        if (!unanswered.isEmpty()) {
            throw new EnvironmentException(
                    Problem.of(
                                    "all was applied, and whether the database holds what it should is not known",
                                    "when the cause is gone:  mvn db:validate")
                            .withDetails(
                                    unanswered.stream().map(Violation::toString).toList()),
                    unanswered.get(0).passing().orElseThrow());
        }
    }

    /** An application that nobody has let in says nothing of the database: that is no reason to take anything back. */
    private void health(Seen seen) {
        if (guards.health().isEmpty()) {
            return;
        }
        boolean in = resume.getAsBoolean();
        HealthCheck.Result answer = guards.health().get().ask();
        if (answer.healthy()) {
            seen.said.add(answer.words());
        } else if (in) {
            seen.wrong.add(answer.words());
        } else {
            seen.warnings.add(answer.words() + "; not held against the scripts, since db.after had failed before");
        }
    }
}
