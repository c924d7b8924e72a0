package dev.belay.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.SessionData;

/**
 * One execution of a goal, and the build it is part of.
 *
 * @param session the build, or the part of it that builds the project
 * @param project Maven's stand-in when there is no POM
 * @param execution the goal with its configuration
 * @param log what the goal says
 * @param reportDir {@code db.reportDir}; null for the default
 * @param witness is told what the goal does
 */
record Goal(
        MavenSession session,
        MavenProject project,
        MojoExecution execution,
        ConsoleLog log,
        File reportDir,
        RunWitness witness) {

    private static final Set<String> CHANGING = Set.of("upgrade", "downgrade", "restore", "stamp", "repair");

    private static final Set<String> TELLING = Set.of("upgrade", "downgrade", "restore");

    /** {@return the goal's name without prefix, such as {@code upgrade}} */
    String name() {
        return execution.getGoal();
    }

    /** {@return whether the goal changes databases} */
    boolean changesDatabase() {
        return CHANGING.contains(name());
    }

    /** {@return whether the goal's runs are told as a story, step by step} */
    boolean tellsStories() {
        return TELLING.contains(name());
    }

    /** {@return whether the goal is there to make a project's first scripts} */
    boolean createsScripts() {
        return Set.of("new", "generate").contains(name());
    }

    /** {@return whether somebody typed the goal, and did not bind it to a phase} */
    boolean isTyped() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    /** {@return the project's folder, or without a POM the folder that Maven was started in} */
    Path baseDirectory() {
        return project.getBasedir() != null
                ? project.getBasedir().toPath()
                : Path.of(session.getExecutionRootDirectory());
    }

    /** {@return the same goal in another module} */
    Goal in(MavenProject module) {
        return new Goal(session, module, execution, log, reportDir, witness);
    }

    boolean hasPom() {
        return project.getFile() != null;
    }

    /** {@return the folder for reports} */
    Path reports() {
        if (reportDir != null) {
            return baseDirectory().resolve(reportDir.toPath()).normalize();
        }
        return baseDirectory()
                .resolve(hasPom() ? project.getBuild().getDirectory() : "target")
                .resolve("db")
                .normalize();
    }

    /** {@return what was typed with {@code -D}} */
    Map<String, String> typedProperties() {
        return strings(session.getUserProperties());
    }

    /** {@return the POM's properties, those of active profiles included} */
    Map<String, String> projectProperties() {
        return strings(project.getProperties());
    }

    /** {@return one object per build and type, made when it is first asked for} */
    <T> T perBuild(Class<T> type, Supplier<T> made) {
        SessionData data = session.getRepositorySession().getData();
        // the class is the key, so that a build which loads this plugin twice has two
        Object present = data.get(type);
        if (present == null) {
            data.set(type, null, made.get());
            present = data.get(type);
        }
        return type.cast(present);
    }

    private static Map<String, String> strings(Properties properties) {
        var strings = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    /** {@return the POM's configuration of another plugin, if the project has it} */
    Optional<org.apache.maven.model.Plugin> plugin(String key) {
        return Optional.ofNullable(project.getPlugin(key));
    }
}
