package dev.belay.maven;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.server.BinariesCoordinates;
import dev.belay.server.BinariesSource;
import dev.belay.server.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** PostgreSQL's binaries, resolved as any artifact: with the user's mirrors, credentials and offline mode. */
final class MavenBinaries implements BinariesSource {

    private final Goal goal;
    private final RepositorySystem repositories;

    MavenBinaries(Goal goal, RepositorySystem repositories) {
        this.goal = goal;
        this.repositories = repositories;
    }

    @Override
    public Path jar(int major, Platform platform) {
        BinariesCoordinates wanted = BinariesCoordinates.forMajor(major, platform);
        List<RemoteRepository> remote = Stream.concat(
                        goal.project().getRemotePluginRepositories().stream(),
                        goal.project().getRemoteProjectRepositories().stream())
                .distinct()
                .toList();
        var artifact = new DefaultArtifact(wanted.groupId(), wanted.artifactId(), "jar", wanted.version());
        try {
            return repositories
                    .resolveArtifact(
                            goal.session().getRepositorySession(), new ArtifactRequest(artifact, remote, "belay"))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw unavailable(wanted, e);
        }
    }

    private EnvironmentException unavailable(BinariesCoordinates wanted, ArtifactResolutionException e) {
        boolean offline = goal.session().isOffline();
        return new EnvironmentException(
                Problem.of(
                                "the embedded PostgreSQL " + wanted + " cannot be resolved"
                                        + (offline
                                                ? ": Maven is offline (-o), and it is not in the local repository"
                                                : ": " + e.getMessage()),
                                (offline ? "fetch it once, online:" : "see that a repository or mirror has it:")
                                        + "  mvn dependency:get -Dtransitive=false -Dartifact=" + wanted
                                        + "   or name a server of your own with -Ddb.url")
                        .withState("No database was touched."),
                e);
    }
}
