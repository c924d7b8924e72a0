package dev.belay.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file of a backup; with a key it is encrypted, and its name ends so. */
final class SealedFile {

    private static final String ENCRYPTED = ".age";

    private SealedFile() {}

    /** {@return the name that it has in the folder} */
    static String name(String name, boolean encrypted) {
        return encrypted ? name + ENCRYPTED : name;
    }

    /** Writes it, onto the disk: behind it the manifest says that it is there. */
    static void write(Path folder, String name, byte[] content, Optional<BackupKey> key) throws IOException {
        if (key.isPresent()) {
            EncryptedStream.write(
                    folder.resolve(name + ENCRYPTED), key.get(), new ByteArrayInputStream(content)::transferTo);
        } else {
            Files.write(folder.resolve(name), content);
            PrivateFiles.forceFile(folder.resolve(name));
        }
    }

    /**
     * {@return what was written}
     *
     * @throws dev.belay.outcome.RefusalException when the backup is encrypted and the key is not the right one
     */
    static byte[] read(Backup backup, String name, Optional<BackupKey> key) throws IOException {
        if (!backup.manifest().encrypted()) {
            return Files.readAllBytes(backup.folder().resolve(name));
        }
        BackupKey right = key.orElseThrow(() -> EncryptedStream.noKey(backup.folder()));
        try (InputStream in = EncryptedStream.read(backup.folder().resolve(name + ENCRYPTED), right)) {
            return in.readAllBytes();
        }
    }
}
