package dev.belay.preflight;

import dev.belay.outcome.Problem;
import dev.belay.preflight.Condition.Gravity;
import java.util.List;
import java.util.Optional;

/**
 * What a preflight found.
 *
 * @param conditions in the order in which they were looked for
 * @param seen what is worth a few words, such as {@code 3 long transactions}; may be empty
 */
public record PreflightReport(List<Condition> conditions, List<String> seen) {

    public PreflightReport {
        conditions = List.copyOf(conditions);
        seen = List.copyOf(seen);
    }

    /** {@return whether there is nothing to say} */
    public boolean isEmpty() {
        return conditions.isEmpty() && seen.isEmpty();
    }

    /** {@return one line: {@code 3 long transactions, 1 replica 0.2 s behind}} */
    public String words() {
        if (seen.isEmpty()) {
            return conditions.isEmpty() ? "nothing in the way" : Listed.count(conditions.size(), "condition");
        }
        return String.join(", ", seen);
    }

    /** {@return what the run may go on with} */
    public List<Condition> warnings() {
        return of(Gravity.WARNING);
    }

    /** {@return what the run may not go on with; mostly empty} */
    public List<Condition> refusals() {
        return of(Gravity.REFUSAL);
    }

    private List<Condition> of(Gravity gravity) {
        return conditions.stream()
                .filter(condition -> condition.gravity() == gravity)
                .toList();
    }

    /** {@return all refusals as one problem, nothing having been changed; empty when there are none} */
    public Optional<Problem> problem() {
        List<Condition> refusals = refusals();
        return refusals.stream()
                .findFirst()
                .map(first -> Problem.of(first.what(), first.remedy())
                        .withDetails(refusals.stream()
                                .skip(1)
                                .map(Condition::toString)
                                .toList())
                        .withState("The database is unchanged."));
    }
}
