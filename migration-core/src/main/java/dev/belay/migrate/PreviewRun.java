package dev.belay.migrate;

import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * One preview inside Flyway's scope.
 *
 * @param scope of a session that only looks
 * @param run names the run in the journal of the database where psql runs the text
 */
record PreviewRun(BoundProject bound, FlywayScope scope, RunId run) {

    /** @throws dev.belay.outcome.RefusalException when the goal itself would be refused before it starts */
    PreviewPlan write(PreviewGoal goal, TargetInfo target, Appendable out) {
        HistoryState before = bound.wholeHistory(scope);
        MigrationProject project = bound.project();
        Configuration configuration = project.configuration();
        Placeholders placeholders = FlywayPlaceholders.of(configuration, bound.placeholders());
        var preparer = new ScriptPreparer(configuration, placeholders);
        Callbacks callbacks = Callbacks.of(project, preparer);
        var inputs = new PlanInputs(project);
        PreviewTools tools = tools(new PsqlFile(out), preparer, callbacks);
        if (goal instanceof PreviewGoal.Up up) {
            UpgradePlan plan = UpgradePlan.of(project, scope, preparer, before, up.target());
            var upgrade = new UpgradeText(tools, plan);
            PreviewPlan shown = plan.forPeople(configuration.isSkipExecutingMigrations(), inputs);
            List<String> limits = new PreviewLimits(callbacks, "upgrade").ofGroup(plan, upgrade.inOneTransaction());
            return write("upgrade", target, tools, placeholders, warning(shown, callbacks, limits), upgrade::write);
        }
        DowngradePlan plan =
                DowngradePlan.of(bound.sources(scope, preparer), before, ((PreviewGoal.Down) goal).target());
        return write(
                "downgrade",
                target,
                tools,
                placeholders,
                warning(
                        plan.forPeople(inputs),
                        callbacks,
                        new PreviewLimits(callbacks, "downgrade").ofRepeatables(plan)),
                new DowngradeText(tools, plan)::write);
    }

    private PreviewTools tools(PsqlFile file, ScriptPreparer preparer, Callbacks callbacks) {
        var session = new PsqlSession(file, scope);
        Ledger kept = bound.ledger();
        return new PreviewTools(
                bound.project(),
                scope,
                preparer,
                kept,
                file,
                session,
                new ScriptText(file, session, callbacks, scope.configuration().isExecuteInTransaction()),
                new HistoryText(file, scope),
                new LedgerText(file, session, bound.where(), run, kept.own().origin(), kept.exists()));
    }

    private PreviewPlan write(
            String goal,
            TargetInfo target,
            PreviewTools tools,
            Placeholders placeholders,
            PreviewPlan plan,
            Runnable body) {
        var header = new PreviewHeader(tools.file(), bound.where());
        header.write(goal, target, plan, new PreviewLimits(tools.scripts().callbacks(), goal).ofSessions());
        header.guard(scope, plan.before());
        tools.session().start();
        String initSql = scope.configuration().getInitSql();
        if (initSql != null) {
            ScriptReader.read("flyway.initSql", initSql, placeholders).forEach(tools.file()::statement);
        }
        tools.session().started();
        tools.scripts().event(Event.AFTER_CONNECT);
        body.run();
        return plan;
    }

    private static PreviewPlan warning(PreviewPlan plan, Callbacks callbacks, List<String> limits) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(limits);
        callbacks
                .others()
                .forEach(name -> warnings.add("the callback " + name + " is not SQL: it is not part of the preview"));
        return new PreviewPlan(plan.before(), plan.after(), plan.steps(), plan.inputs(), List.copyOf(warnings));
    }
}
