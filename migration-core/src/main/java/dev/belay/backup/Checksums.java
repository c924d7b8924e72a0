package dev.belay.backup;

import dev.belay.backup.Manifest.BackupFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** SHA-256 of the files of a backup. */
final class Checksums {

    private static final int BUFFER = 1 << 17;

    /** What is in the folder and no part of the backup. */
    private static final Set<String> OTHERS =
            Set.of(Manifest.FILE, Manifest.FILE + ".tmp", BackupFolder.UNFINISHED, BackupFolder.UNFINISHED + ".holder");

    private Checksums() {}

    /** {@return all files below the folder but the manifest, by path; read side by side} */
    static List<BackupFile> of(Path folder) throws IOException {
        try {
            return PrivateFiles.files(folder).parallelStream()
                    .filter(file -> !OTHERS.contains(relative(folder, file)))
                    .map(file -> of(folder, file))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static BackupFile of(Path folder, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            long bytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
            return new BackupFile(relative(folder, file), bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
