package dev.belay.maven;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import dev.belay.report.RunReports;
import java.io.File;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals do: skip, run, report, fail. The only place that catches. */
abstract class AbstractBelayMojo extends AbstractMojo {

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution mojoExecution;

    /** Does nothing. */
    // read by DeclaredConfiguration, to which a value that is blank or no truth value is not the same as none
    @Parameter(property = "db.skip", defaultValue = "false")
    @SuppressWarnings("unused")
    private String skip;

    /** Where reports are written; by default the folder {@code db} in the build directory. */
    @Parameter(property = "db.reportDir")
    private File reportDir;

    /**
     * Which reports are made: {@code text} in the log; in the folder {@code json}, and for a check {@code sarif},
     * {@code junit} (also for a test), {@code gitlab}, {@code markdown} and {@code html}.
     */
    @Parameter(property = "db.reports", defaultValue = "text,json")
    private List<String> reports;

    @Inject
    private LifecycleExecutor lifecycle;

    @Inject
    private BuildPluginManager plugins;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        var log = new ConsoleLog(getLog());
        var goal = new Goal(session, project, mojoExecution, log, reportDir, new RunWitness());
        try {
            execute(goal);
        } catch (RefusalException e) {
            throw new MojoFailureException(reported(goal, Failure.of(goal, e)), shownCause(e));
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(reported(goal, Failure.of(goal, e)), shownCause(e));
        } catch (RuntimeException e) {
            throw new MojoExecutionException(reported(goal, Failure.defect(e)), shownCause(e));
        }
    }

    private void execute(Goal goal) throws MojoExecutionException, MojoFailureException {
        if (Choice.truth("db.skip", new DeclaredConfiguration(goal).value("skip"))) {
            goal.log().info("Skipped, since db.skip is set.");
            return;
        }
        var modules = new ModuleGoals(lifecycle, plugins);
        if (modules.areMeantBy(goal)) {
            modules.execute(goal);
            return;
        }
        modules.executeOthers(goal);
        TypedParameters.lookAtUnknown(goal);
        Reports writers = Reports.of(reports, goal.reports(), goal.log());
        GoalResult result = run(goal);
        forgetStories(goal);
        writers.write(result.with(Retyped.of(goal)));
        if (result.failure().isPresent()) {
            throw new MojoFailureException(
                    goal.log().printable(Retyped.of(goal).in(result.failure().get())));
        }
    }

    /**
     * Runs the goal.
     *
     * @throws BelayException when it ends without success
     */
    abstract GoalResult run(Goal goal);

    /** {@return the files that tell of a run} */
    final RunReports runReports(Goal goal) {
        return Reports.ofRun(reports, goal);
    }

    /** Writes what takes the place of the goal's report, so that none of an earlier run speaks of this one. */
    private String reported(Goal goal, Failure failure) {
        Reports.replace(reports, goal, failure);
        forgetStories(goal);
        return goal.log().printable(Retyped.of(goal).in(failure.message()));
    }

    private static void forgetStories(Goal goal) {
        if (goal.tellsStories() && goal.witness().report().isEmpty()) {
            Reports.forget(goal);
        }
    }

    /** Maven prints the messages of all causes; they are for those who ask for them with -e or -X. */
    private Exception shownCause(RuntimeException e) {
        return session.getRequest().isShowErrors() || getLog().isDebugEnabled() ? e : null;
    }
}
