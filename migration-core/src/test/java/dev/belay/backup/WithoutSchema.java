package dev.belay.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** Makes of a backup what an earlier version of the plugin would have made, or what somebody has tampered with. */
public final class WithoutSchema {

    private WithoutSchema() {}

    /** {@return the backup, without the file that has its schema} */
    public static Backup of(Backup backup) throws IOException {
        Files.delete(backup.folder().resolve(SchemaFile.FILE));
        return written(backup);
    }

    /** {@return the backup, its schema another than that of its dump} */
    public static Backup other(Backup backup, String from, String to) throws IOException {
        var file = backup.folder().resolve(SchemaFile.FILE);
        String text = new String(SchemaFile.plain(Files.readAllBytes(file)), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new AssertionError(text);
        }
        Files.write(file, SchemaFile.compressed(text.replace(from, to).getBytes(StandardCharsets.UTF_8)));
        return written(backup);
    }

    private static Backup written(Backup backup) throws IOException {
        List<Manifest.BackupFile> files = Checksums.of(backup.folder());
        Manifest old = backup.manifest();
        ManifestFile.write(
                backup.folder(),
                new Manifest(
                        old.format(),
                        old.method(),
                        old.database(),
                        old.server(),
                        old.serverVersion(),
                        old.migrationVersion(),
                        old.run(),
                        old.started(),
                        old.finished(),
                        old.tool(),
                        old.encrypted(),
                        old.bytes(),
                        files,
                        old.walPosition(),
                        old.tables(),
                        old.copy(),
                        old.restoreCommand()));
        return new Backups().open(backup.folder());
    }
}
