package dev.belay.git;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the script directories held where the working tree's branch left its base: at the merge base of {@code HEAD} and
 * the base ref. Whoever asked for it closes it.
 */
public final class BaseState implements AutoCloseable {

    private final String ref;
    private final String commit;
    private final List<Path> directories;
    private final Map<Path, BaseFile> files;
    private final Map<Path, BaseFile> tip;
    private final OpenRepositories repositories;

    BaseState(
            String ref,
            String commit,
            List<Path> directories,
            Map<Path, BaseFile> files,
            Map<Path, BaseFile> tip,
            OpenRepositories repositories) {
        this.ref = ref;
        this.commit = commit;
        this.directories = List.copyOf(directories);
        this.files = files;
        this.tip = tip;
        this.repositories = repositories;
    }

    /** {@return the base ref as people name it, such as {@code origin/main}} */
    public String ref() {
        return ref;
    }

    /** {@return the abbreviated name of the commit that is compared with: the merge base} */
    public String commit() {
        return commit;
    }

    /** {@return whether the file lies in a script directory of the repository, so that its absence here means new} */
    public boolean covers(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return directories.stream().anyMatch(absolute::startsWith);
    }

    /** {@return the path below its script directory, with {@code /}} */
    public String relative(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return directories.stream()
                .filter(absolute::startsWith)
                // of two directories, one below the other, the nearer
                .max(Comparator.comparingInt(Path::getNameCount))
                .map(directory -> directory.relativize(absolute))
                .orElse(absolute)
                .toString()
                .replace('\\', '/');
    }

    /** {@return the file as the merge base has it; empty when it was not there} */
    public Optional<BaseFile> at(Path file) {
        return Optional.ofNullable(files.get(file.toAbsolutePath().normalize()));
    }

    /** {@return every file that the script directories had at the merge base, in order of path} */
    public Collection<BaseFile> files() {
        return files.values();
    }

    /**
     * {@return every file that the script directories have at the base ref now, in order of path}; it may have moved on
     * since the branch left it.
     */
    public Collection<BaseFile> tip() {
        return tip.values();
    }

    @Override
    public void close() {
        repositories.close();
    }
}
