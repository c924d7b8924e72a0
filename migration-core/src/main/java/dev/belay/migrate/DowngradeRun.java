package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One downgrade inside Flyway's scope.
 *
 * @param plan what it does
 */
record DowngradeRun(BoundProject bound, FlywayScope scope, ApplyRun apply, DowngradePlan plan) {

    Migrations.Result downgrade() {
        HistoryState before = plan.before();
        if (plan.isEmpty()) {
            return new Migrations.Result(before.current(), before.current(), List.of(), List.of(), List.of());
        }
        List<PreparedScript> scripts = plan.scripts();
        PreparedScript.refuseSessionReset(scripts);
        // counted from where a failure leaves it, -N would be too far
        apply.context().aimAt(plan.after().map(Object::toString).orElse("base"));
        apply.context().expect(scripts.size());
        var dropped = new DroppedRepeatables(scope, plan.repeatables());
        var undo = new UndoCommand(scope, apply, dropped::look);
        var repeatables = new RepeatableCommand(scope, apply);
        bound.ledger()
                .own()
                .record(
                        "downgrade",
                        before.current(),
                        () -> {
                            dropped.begin();
                            undo.undo(plan.undo(), () -> repeatables.apply(putBack(dropped)));
                            return null;
                        },
                        () -> history().current());
        List<AppliedScript> ran = new ArrayList<>(undo.undone());
        ran.addAll(repeatables.applied());
        return new Migrations.Result(before.current(), history().current(), ran, List.of(), warnings(dropped));
    }

    private HistoryState history() {
        return bound.history(scope);
    }

    /** {@return what was another script then, and what an undo script has dropped; in the order of their names} */
    private List<DowngradePlan.Former> putBack(DroppedRepeatables dropped) {
        List<DowngradePlan.Former> all = new ArrayList<>(plan.former());
        plan.repeatables().standing().stream()
                .filter(standing -> dropped.scripts().contains(standing.script()))
                .map(standing ->
                        new DowngradePlan.Former(standing, apply.preparer().prepare(standing.text())))
                .forEach(all::add);
        PreparedScript.refuseSessionReset(
                all.stream().map(DowngradePlan.Former::script).toList());
        all.sort(Comparator.comparing(former -> former.applied().description()));
        return all;
    }

    private List<String> warnings(DroppedRepeatables dropped) {
        List<String> warnings = new ArrayList<>(plan.warnings(dropped.scripts()));
        if (dropped.any()) {
            plan.repeatables()
                    .lost()
                    .forEach(script -> warnings.add(script + " may have made what an undo script has dropped, and its"
                            + " text is not kept in belay.script: it is not made again. Apply it by hand."));
        }
        return warnings;
    }
}
