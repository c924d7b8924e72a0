package dev.belay.command;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.StepReport.Result;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaDiff;
import dev.belay.validation.Assertions;
import dev.belay.validation.ForeignKeys;
import dev.belay.validation.HealthCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Step 6: what must hold after the apply.
 *
 * @param resume lets traffic in again, which the health of an application needs
 */
record ValidateStep(Safeguards guards, RunSteps steps, Runnable resume) {

    private static final Duration ASSERTION = Duration.ofMinutes(1);
    private static final Duration FOREIGN_KEYS = Duration.ofSeconds(30);

    /** {@return what does not hold; empty when all does} */
    Optional<Problem> take(
            Connection eyes, OpenDatabase database, Before before, Optional<Rehearsal.Result> rehearsal) {
        return steps.take(Step.VALIDATE, () -> {
            var wrong = new ArrayList<String>(database.migrations().disagreements());
            var said = new ArrayList<String>();
            var warnings = new ArrayList<String>();
            try {
                Before now = Before.read(eyes, database);
                rehearsal.ifPresent(rehearsed -> {
                    List<String> differs = difference(rehearsed, now, database);
                    if (differs.isEmpty()) {
                        said.add("schema as rehearsed");
                    }
                    wrong.addAll(differs);
                });
                wrong.addAll(brokenIndexes(now, before));
                // a NOT VALID before its VALIDATE is what a safe script leaves
                now.soundness().worseThan(before.soundness()).stream()
                        .filter(line -> !line.startsWith("index "))
                        .forEach(warnings::add);
                foreignKeys(eyes, wrong, warnings);
                assertions(eyes, wrong, said);
            } catch (SQLException e) {
                throw new EnvironmentException(
                        Problem.of(
                                        "the server does not answer: " + e.getMessage(),
                                        "check the server; then  mvn db:validate")
                                .withState("All scripts were applied."),
                        e);
            }
            if (wrong.isEmpty()) {
                health(wrong, said);
            }
            if (!wrong.isEmpty()) {
                Problem problem = Problem.of(
                                "all was applied, and the database does not hold what it should",
                                "look at it:  mvn db:validate")
                        .withDetails(wrong);
                return new RunSteps.Ended<>(Optional.of(problem), Result.FAILED, "does not hold", wrong);
            }
            return RunSteps.Ended.warned(
                    Optional.<Problem>empty(), said.isEmpty() ? "holds" : String.join(", ", said), warnings);
        });
    }

    private static List<String> difference(Rehearsal.Result rehearsed, Before now, OpenDatabase database) {
        // a copy of the schema alone has other owners
        var expected = rehearsed.figures().withData()
                ? rehearsed.after()
                : rehearsed.after().without(id -> Ownership.isOf(id.type()));
        var found =
                rehearsed.figures().withData() ? now.schema() : now.schema().without(id -> Ownership.isOf(id.type()));
        SchemaDiff diff = SchemaDiff.between(expected, found);
        if (diff.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("the schema is not the rehearsed one:");
        diff.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static List<String> brokenIndexes(Before now, Before before) {
        return now.soundness().invalidIndexes().stream()
                .filter(index -> !before.soundness().invalidIndexes().contains(index))
                .map(index ->
                        "index " + index + " is not valid: DROP INDEX CONCURRENTLY " + index + "; and build it again")
                .toList();
    }

    private static void foreignKeys(Connection eyes, List<String> wrong, List<String> warnings) throws SQLException {
        ForeignKeys keys = ForeignKeys.check(eyes, FOREIGN_KEYS);
        keys.violated().forEach(key -> wrong.add("foreign key " + key + " has rows without a parent"));
        if (!keys.notChecked().isEmpty()) {
            warnings.add("not checked within " + FOREIGN_KEYS.toSeconds() + " s: foreign keys "
                    + String.join(", ", keys.notChecked()));
        }
    }

    private void assertions(Connection eyes, List<String> wrong, List<String> said) {
        Assertions assertions = Assertions.beside(guards.scriptFolders());
        List<String> violated = assertions.check(eyes, ASSERTION);
        wrong.addAll(violated);
        if (violated.isEmpty() && !assertions.files().isEmpty()) {
            said.add(assertions.files().size() + (assertions.files().size() == 1 ? " file" : " files")
                    + " of assertions hold");
        }
    }

    private void health(List<String> wrong, List<String> said) {
        if (guards.health().isEmpty()) {
            return;
        }
        resume.run();
        HealthCheck.Answer answer = guards.health().get().ask();
        (answer.well() ? said : wrong).add(answer.words());
    }
}
