package dev.belay.maven;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * Brings a goal that was typed in the folder of a multi-module project to the module that has the migrations. A goal that
 * works without a POM is run by Maven in the outermost project only, as an aggregator.
 */
final class ModuleGoals {

    /** They judge scripts, and change no database. */
    private static final Set<String> OF_EACH = Set.of("check", "test");

    private final LifecycleExecutor lifecycle;
    private final BuildPluginManager plugins;

    ModuleGoals(LifecycleExecutor lifecycle, BuildPluginManager plugins) {
        this.lifecycle = lifecycle;
        this.plugins = plugins;
    }

    /** {@return whether the goal is meant for modules, the project that it was typed in having no migrations itself} */
    boolean areMeantBy(Goal goal) {
        MavenSession session = goal.session();
        return goal.isTyped()
                && session.getProjects().size() > 1
                && goal.project().equals(session.getTopLevelProject())
                && !goal.typedProperties().containsKey("db.locations")
                && !ProjectScripts.arePresent(goal);
    }

    /**
     * Runs it in the module with migrations, with that module's configuration; a check or a test in each of them.
     *
     * @throws RefusalException when there is none, or there are several and it is not clear which is meant
     */
    void execute(Goal goal) throws MojoExecutionException, MojoFailureException {
        List<MavenProject> modules = goal.session().getProjects().stream()
                .filter(module -> !module.equals(goal.project()))
                .filter(module -> ProjectScripts.arePresent(goal.in(module)))
                .toList();
        if (modules.isEmpty()) {
            throw refusal(
                    "no module of this build has migrations",
                    "create src/main/resources/db/migration in one of them, or name the folder: -Ddb.locations=<folder>");
        }
        requireClear(goal, modules);
        for (MavenProject module : modules) {
            execute(goal, module);
        }
    }

    /**
     * Of several modules that were chosen ({@code -pl a,b}) Maven runs a typed goal in the first, and says that it was well:
     * a check or a test is run in the others as well.
     *
     * @throws RefusalException when another goal would leave out one with migrations
     */
    void executeOthers(Goal goal) throws MojoExecutionException, MojoFailureException {
        MavenSession session = goal.session();
        if (!goal.isTyped()
                || session.getProjects().size() < 2
                || !goal.project().equals(session.getTopLevelProject())
                || goal.typedProperties().containsKey("db.locations")) {
            return;
        }
        List<MavenProject> own = Objects.requireNonNullElse(goal.project().getCollectedProjects(), List.of());
        List<MavenProject> others = session.getProjects().stream()
                .filter(module -> !module.equals(goal.project()) && !own.contains(module))
                .filter(module -> ProjectScripts.arePresent(goal.in(module)))
                .toList();
        requireClear(
                goal, Stream.concat(Stream.of(goal.project()), others.stream()).toList());
        for (MavenProject module : others) {
            execute(goal, module);
        }
        if (!others.isEmpty()) {
            goal.log().info("In the module " + goal.project().getArtifactId() + ":");
        }
    }

    private static void requireClear(Goal goal, List<MavenProject> modules) {
        if (modules.size() > 1 && !OF_EACH.contains(goal.name())) {
            List<String> names =
                    modules.stream().map(MavenProject::getArtifactId).toList();
            throw refusal(
                    names.size() + " modules have migrations: " + String.join(", ", names),
                    "say which is meant: mvn db:" + goal.name() + " -pl :" + names.get(0));
        }
    }

    private void execute(Goal goal, MavenProject module) throws MojoExecutionException, MojoFailureException {
        goal.log().info("In the module " + module.getArtifactId() + ":");
        MavenSession session = goal.session().clone();
        session.setCurrentProject(module);
        MojoExecution typed = goal.execution();
        String task = typed.getGroupId() + ":" + typed.getArtifactId() + ":" + typed.getVersion() + ":"
                + typed.getGoal() + "@" + typed.getExecutionId();
        try {
            for (MojoExecution execution :
                    lifecycle.calculateExecutionPlan(session, task).getMojoExecutions()) {
                plugins.executeMojo(session, execution);
            }
        } catch (MojoExecutionException | MojoFailureException e) {
            throw e;
        } catch (Exception e) {
            throw new MojoExecutionException(
                    "The goal cannot be run in the module " + module.getArtifactId() + ": " + e.getMessage(), e);
        }
    }

    private static RefusalException refusal(String what, String next) {
        return new RefusalException(Problem.of(what, next).withState("No database was touched."));
    }
}
