package dev.belay.command;

import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.script.Version;
import java.util.List;

/** A plan on one line, for who reads what a run is about to do. */
final class PlanWords {

    /** How many scripts are named. */
    private static final int NAMES = 5;

    /** What stands between the version and the description by default. */
    private static final String SEPARATOR = "__";

    private PlanWords() {}

    /**
     * {@return {@code at version 40, 2 pending: V41, V42}}
     *
     * @param kind what its scripts are, such as {@code pending}
     */
    static String of(PreviewPlan plan, String kind) {
        List<String> names =
                plan.steps().stream().limit(NAMES).map(PlanWords::name).toList();
        int more = plan.steps().size() - names.size();
        return plan.before()
                        .map(Version::toString)
                        .map(at -> "at version " + at)
                        .orElse("at no version yet") + ", "
                + plan.steps().size() + " " + kind + ": " + String.join(", ", names)
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** {@return {@code V41} of {@code orders/V41__state.sql}; of what has no version, all of its name} */
    private static String name(Step step) {
        String file = step.script().substring(step.script().lastIndexOf('/') + 1);
        int end = file.indexOf(SEPARATOR);
        return step.version().isPresent() && end > 0 ? file.substring(0, end) : file;
    }
}
