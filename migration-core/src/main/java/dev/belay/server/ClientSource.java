package dev.belay.server;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Where PostgreSQL's client programs come from. */
public sealed interface ClientSource {

    /**
     * The only place to look, since somebody named it.
     *
     * @param path of a folder, which need not be there
     */
    record Folder(Path path) implements ClientSource {}

    /**
     * The only image to take them from, since somebody named it.
     *
     * @param name with tag or digest, such as {@code postgres:17}
     */
    record Image(String name) implements ClientSource {}

    /**
     * Installed ones first; where none suffices, those of an image.
     *
     * @param folders where to look for installed ones
     * @param image the one for a server's major
     */
    record Search(List<Path> folders, IntFunction<String> image) implements ClientSource {
        public Search {
            folders = List.copyOf(folders);
        }
    }

    /** {@return the PATH, where packages put them, and the official image of the server's major} */
    static ClientSource anywhere() {
        // each engine knows by itself where the official images are, or has been told of a mirror of them
        return new Search(InstalledPrograms.places(), major -> "postgres:" + major);
    }

    /**
     * {@return what a setting names: an image when it ends with a tag or digest and is no folder, else a folder}
     *
     * @param setting a path, or an image such as {@code postgres:17} or {@code registry.example:5000/db/postgres@sha256:...}
     * @param base what a path is relative to
     */
    static ClientSource of(String setting, Path base) {
        String last = setting.substring(Math.max(setting.lastIndexOf('/'), setting.lastIndexOf('\\')) + 1);
        boolean tagged = last.contains(":") || last.contains("@");
        if (tagged && ContainerImage.isName(setting) && !isFolder(setting, base)) {
            return new Image(setting);
        }
        return new Folder(base.resolve(setting));
    }

    private static boolean isFolder(String setting, Path base) {
        try {
            return Files.isDirectory(base.resolve(setting));
        } catch (InvalidPathException e) {
            return false; // Windows has no such paths
        }
    }
}
