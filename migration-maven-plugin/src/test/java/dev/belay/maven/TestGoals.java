package dev.belay.maven;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.eclipse.aether.RepositorySystemSession;

/** Goals as Maven would run them, of models made by hand. */
final class TestGoals {

    static final String GROUP = "dev.belay";
    static final String ARTIFACT = "migration-maven-plugin";

    private TestGoals() {}

    /** A goal that was typed, with what was typed behind it. */
    static Goal typed(String goal, Model effective, Properties typed) {
        return goal(goal, MojoExecution.Source.CLI, "default-cli", project(effective, effective), typed);
    }

    /** A goal bound to a phase by the execution of that id. */
    static Goal bound(String goal, String id, MavenProject project, Properties typed) {
        return goal(goal, MojoExecution.Source.LIFECYCLE, id, project, typed);
    }

    /** A project of which Maven has made {@code effective} out of {@code original}. */
    static MavenProject project(Model original, Model effective) {
        var project = new MavenProject(effective);
        project.setOriginalModel(original);
        project.setFile(Path.of("project", "pom.xml").toAbsolutePath().toFile());
        return project;
    }

    @SuppressWarnings("deprecation") // Maven's own way asks its container for one
    private static Goal goal(
            String goal, MojoExecution.Source source, String id, MavenProject project, Properties typed) {
        var request =
                new DefaultMavenExecutionRequest().setUserProperties(typed).setSystemProperties(new Properties());
        var session =
                new MavenSession(null, (RepositorySystemSession) null, request, new DefaultMavenExecutionResult());
        session.setCurrentProject(project);
        var plugin = new PluginDescriptor();
        plugin.setGroupId(GROUP);
        plugin.setArtifactId(ARTIFACT);
        var mojo = new MojoDescriptor();
        mojo.setPluginDescriptor(plugin);
        mojo.setGoal(goal);
        var execution = new MojoExecution(mojo, id, source);
        return new Goal(session, project, execution, new ConsoleLog(new SystemStreamLog()), null, new RunWitness());
    }

    /** {@return a model that has this plugin, with configuration and executions} */
    static Model model(String configuration, PluginExecution... executions) {
        var plugin = plugin(GROUP, ARTIFACT, configuration);
        for (PluginExecution execution : executions) {
            plugin.addExecution(execution);
        }
        return model(plugin);
    }

    static Model model(Plugin plugin) {
        var model = new Model();
        model.setGroupId("org.example");
        model.setArtifactId("shop");
        model.setVersion("1");
        model.setBuild(new Build());
        model.getBuild().addPlugin(plugin);
        return model;
    }

    static Plugin plugin(String group, String artifact, String configuration) {
        var plugin = new Plugin();
        plugin.setGroupId(group);
        plugin.setArtifactId(artifact);
        plugin.setConfiguration(xml(configuration));
        return plugin;
    }

    static PluginExecution execution(String id, String configuration) {
        var execution = new PluginExecution();
        execution.setId(id);
        execution.setConfiguration(xml(configuration));
        return execution;
    }

    private static Xpp3Dom xml(String children) {
        try {
            return Xpp3DomBuilder.build(new StringReader("<configuration>" + children + "</configuration>"));
        } catch (Exception e) {
            throw new IllegalArgumentException(children, e);
        }
    }

    static Properties properties(String... namesAndValues) {
        var properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
