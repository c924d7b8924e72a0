package dev.belay.maven;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.graph.Dependency;

/**
 * A project's classes and its runtime dependencies: below the plugin's own for Java migrations, apart from them for
 * entities. It is resolved only when a goal needs it, so that no other waits for dependencies.
 *
 * @param loader closed with this object unless it is the plugin's
 */
record ProjectClassPath(ClassLoader loader) implements AutoCloseable {

    private static final Set<String> RUNTIME = Set.of("compile", "runtime");

    /** Finds a project's class path. */
    @FunctionalInterface
    interface Resolver {

        /** @throws EnvironmentException when a dependency cannot be had */
        ProjectClassPath resolve(Goal goal);
    }

    /** {@return the plugin's own class path, for projects whose migrations are all SQL} */
    static ProjectClassPath ofPlugin() {
        return new ProjectClassPath(ProjectClassPath.class.getClassLoader());
    }

    /** {@return the project's class path; modules of the same build give their classes and need not be installed} */
    static ProjectClassPath of(Goal goal, ProjectDependenciesResolver resolver) {
        return of(goal, resolver, "the project has Java migrations", ofPlugin().loader());
    }

    /** {@return the same with nothing of the plugin's on it} */
    static ProjectClassPath apart(Goal goal, ProjectDependenciesResolver resolver) {
        return of(goal, resolver, "db.wanted is jpa", ClassLoader.getPlatformClassLoader());
    }

    private static ProjectClassPath of(
            Goal goal, ProjectDependenciesResolver resolver, String why, ClassLoader parent) {
        var session = new DefaultRepositorySystemSession(goal.session().getRepositorySession());
        session.setWorkspaceReader(new ReactorClasses(goal.session().getAllProjects(), session.getWorkspaceReader()));
        var request = new DefaultDependencyResolutionRequest(goal.project(), session);
        request.setResolutionFilter((node, parents) -> node.getDependency() == null
                || RUNTIME.contains(node.getDependency().getScope()));
        try {
            var files = new ArrayList<File>();
            files.add(new File(goal.project().getBuild().getOutputDirectory()));
            for (Dependency dependency : resolver.resolve(request).getResolvedDependencies()) {
                files.add(dependency.getArtifact().getFile());
            }
            return new ProjectClassPath(new URLClassLoader(urls(files), parent));
        } catch (DependencyResolutionException e) {
            throw new EnvironmentException(
                    Problem.of(
                                    why + ", and the project's dependencies cannot be resolved: " + e.getMessage(),
                                    "mvn compile db:" + goal.name()
                                            + "   when it is a module of this build that is missing; otherwise see"
                                            + " whether the repositories can be reached")
                            .withState("No database was touched."),
                    e);
        }
    }

    private static URL[] urls(List<File> files) {
        var urls = new URL[files.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = files.get(i).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(files.get(i).toString(), e);
            }
        }
        return urls;
    }

    /** {@return the folders of classes on it, the project's own first} */
    List<Path> folders() {
        return loader instanceof URLClassLoader own
                ? Arrays.stream(own.getURLs())
                        .filter(url -> url.getProtocol().equals("file"))
                        .map(url -> Path.of(URI.create(url.toString())))
                        .filter(path -> !path.toString().endsWith(".jar"))
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        if (loader instanceof URLClassLoader own && own != ofPlugin().loader()) {
            try {
                own.close();
            } catch (IOException e) {
                throw new EnvironmentException(
                        Problem.of("The project's class path cannot be closed: " + e.getMessage(), ""), e);
            }
        }
    }
}
