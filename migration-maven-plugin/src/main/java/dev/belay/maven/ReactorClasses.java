package dev.belay.maven;

import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;

/**
 * Finds the classes of the build's modules also when the build does not run their compile phase. Maven's own reader
 * only does when it does, and a typed goal would need the modules installed.
 *
 * @param modules those of the build
 * @param maven Maven's own reader
 */
record ReactorClasses(List<MavenProject> modules, WorkspaceReader maven) implements WorkspaceReader {

    @Override
    public WorkspaceRepository getRepository() {
        return maven.getRepository();
    }

    @Override
    public File findArtifact(Artifact artifact) {
        File found = maven.findArtifact(artifact);
        return found != null ? found : classes(artifact).orElse(null);
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
        return maven.findVersions(artifact);
    }

    private Optional<File> classes(Artifact artifact) {
        if (!artifact.getExtension().equals("jar") || !artifact.getClassifier().isEmpty()) {
            return Optional.empty();
        }
        return modules.stream()
                .filter(module -> module.getGroupId().equals(artifact.getGroupId())
                        && module.getArtifactId().equals(artifact.getArtifactId())
                        && module.getVersion().equals(artifact.getBaseVersion()))
                .map(module -> new File(module.getBuild().getOutputDirectory()))
                .filter(File::isDirectory)
                .findFirst();
    }
}
