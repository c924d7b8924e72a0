package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.api.callback.Event;

/**
 * Where psql's one session cannot be what Flyway's several are. For some events Flyway opens a session of its own
 * ({@code DefaultCallbackExecutor.onMigrateOrUndoEvent}), within a group while the group's transaction is open.
 *
 * @param callbacks the project's
 * @param goal upgrade or downgrade
 */
record PreviewLimits(Callbacks callbacks, String goal) {

    private static final List<Event> UP = List.of(
            Event.BEFORE_MIGRATE,
            Event.AFTER_VERSIONED,
            Event.BEFORE_REPEATABLES,
            Event.AFTER_MIGRATE_APPLIED,
            Event.AFTER_MIGRATE);
    private static final List<Event> DOWN = List.of(Event.BEFORE_UNDO, Event.AFTER_UNDO);
    private static final List<Event> WITHIN_GROUP = List.of(Event.AFTER_VERSIONED, Event.BEFORE_REPEATABLES);

    /** {@return what to know of the preview as such, in sentences} */
    List<String> ofSessions() {
        String names = present(goal.equals("upgrade") ? UP : DOWN);
        return names.isEmpty()
                ? List.of()
                : List.of(
                        "The goal runs " + names
                                + " in sessions of their own, psql in the one that it has. Settings that"
                                + " PostgreSQL knows are kept apart here;",
                        "custom ones (SET my.setting), temporary tables, prepared statements and session locks of one are"
                                + " seen by the others.");
    }

    /** {@return how the order differs from that of the goal, in sentences; empty when it does not} */
    List<String> ofGroup(UpgradePlan plan, boolean oneTransaction) {
        var limits = new ArrayList<String>();
        String names = present(WITHIN_GROUP);
        boolean between = plan.scripts().stream().anyMatch(UpgradePlan.Pending::repeatable)
                && plan.scripts().stream().anyMatch(each -> !each.repeatable());
        if (oneTransaction && between && !names.isEmpty()) {
            limits.add("with flyway.group the goal runs " + names + " in another session, in the middle of the open"
                    + " transaction; psql cannot, and runs them before it, so that versioned scripts see what they do");
        }
        return limits;
    }

    /** {@return what the goal does for repeatable scripts that no text can, in sentences} */
    List<String> ofRepeatables(DowngradePlan plan) {
        if (plan.repeatables().standing().isEmpty()) {
            return List.of();
        }
        return List.of("the goal makes again what repeatable scripts had made and an undo script drops; psql does not:"
                + " look whether it concerns "
                + plan.repeatables().standing().stream()
                        .map(AppliedRepeatable::script)
                        .collect(Collectors.joining(", ")));
    }

    private String present(List<Event> events) {
        return events.stream().filter(callbacks::any).map(Event::getId).collect(Collectors.joining(", "));
    }
}
