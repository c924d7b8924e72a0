package dev.belay.migrate.settings;

import java.nio.file.Path;

/**
 * One of the project's resource folders, such as {@code src/main/resources}.
 *
 * @param path the folder, absolute; it need not exist
 * @param filtered whether Maven replaces {@code ${...}} and {@code @...@} in its files on their way to the classes
 */
public record ResourceDirectory(Path path, boolean filtered) {

    public ResourceDirectory {
        path = path.toAbsolutePath().normalize();
    }
}
