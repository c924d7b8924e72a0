package dev.belay.migrate;

import dev.belay.outcome.AppliedScript;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One downgrade inside Flyway's scope.
 *
 * @param plan what it does
 * @param history reads the history again
 */
record DowngradeRun(
        FlywayScope scope, ApplyRun apply, Ledger ledger, DowngradePlan plan, Supplier<HistoryState> history) {

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
        var undo = new UndoCommand(scope, apply);
        var repeatables = new RepeatableCommand(scope, apply);
        List<String> warnings = new ArrayList<>(plan.warnings());
        ledger.record(
                "downgrade",
                before.current(),
                () -> {
                    DroppableObjects then = droppable();
                    undo.undo(plan.undo(), () -> repeatables.apply(putBack(then, warnings)));
                    return null;
                },
                () -> history.get().current());
        List<AppliedScript> ran = new ArrayList<>(undo.undone());
        ran.addAll(repeatables.applied());
        return new Migrations.Result(before.current(), history.get().current(), ran, List.of(), warnings);
    }

    /** {@return what was another script then, and what an undo script has dropped; in the order of their names} */
    private List<DowngradePlan.Former> putBack(DroppableObjects then, List<String> warnings) {
        RepeatablesBack repeatables = plan.repeatables();
        Set<String> gone = then.goneIn(droppable());
        Predicate<String> names = DroppableObjects.naming(gone);
        List<DowngradePlan.Former> all = new ArrayList<>(plan.former());
        repeatables.standing().stream()
                .filter(standing -> names.test(standing.text().text()))
                .map(standing ->
                        new DowngradePlan.Former(standing, apply.preparer().prepare(standing.text())))
                .forEach(all::add);
        PreparedScript.refuseSessionReset(
                all.stream().map(DowngradePlan.Former::script).toList());
        repeatables.lost().stream()
                .filter(script -> !gone.isEmpty())
                .forEach(script ->
                        warnings.add(script + " may have made what an undo script has dropped, and its text is"
                                + " not kept in belay.script: it is not made again. Run  mvn db:upgrade  with its file, or apply"
                                + " it by hand."));
        all.sort(Comparator.comparing(former -> former.applied().description()));
        return all;
    }

    private DroppableObjects droppable() {
        RepeatablesBack repeatables = plan.repeatables();
        if (repeatables.standing().isEmpty() && repeatables.lost().isEmpty()) {
            return DroppableObjects.NONE;
        }
        try {
            return DroppableObjects.read(scope.connection());
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }
}
