package dev.belay.migrate.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A project on disk for a test: a base folder and a home folder, side by side. */
final class ProjectFolder {

    final Path base;
    final Path home;

    ProjectFolder(Path root) {
        this.base = root.resolve("my project");
        this.home = root.resolve("home");
        create(base);
        create(home);
    }

    ProjectLayout layout() {
        return ProjectLayout.standard(base);
    }

    SettingsSources sources() {
        return SettingsSources.of(layout(), home);
    }

    /** Writes a file below the base folder. */
    ProjectFolder file(String path, String text) {
        write(base.resolve(path), text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ProjectFolder homeFile(String path, String text) {
        write(home.resolve(path), text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ProjectFolder bytes(String path, byte[] content) {
        write(base.resolve(path), content);
        return this;
    }

    /** Sets when a file was changed, in seconds since 1970. */
    ProjectFolder changedAt(String path, long seconds) {
        try {
            Files.setLastModifiedTime(base.resolve(path), FileTime.from(Instant.ofEpochSecond(seconds)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
