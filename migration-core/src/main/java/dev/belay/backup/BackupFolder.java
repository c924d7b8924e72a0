package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.server.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a backup that is being made. While it is, it holds a file that this process has locked; one that nobody
 * has locked is what a killed run left, and the next one removes it.
 */
final class BackupFolder implements AutoCloseable {

    /** The locked file's name. */
    static final String UNFINISHED = "unfinished";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern NAME = Pattern.compile("(?:.*-)?\\d{8}T\\d{6}Z-([0-9a-f]{8})");

    private final Path path;
    private final FolderLock lock;
    private final List<RunId> killed;

    private BackupFolder(Path path, FolderLock lock, List<RunId> killed) {
        this.path = path;
        this.lock = lock;
        this.killed = killed;
    }

    static BackupFolder create(BackupRequest request, String database, Instant now) throws IOException {
        Path parent = PrivateFiles.createFolders(of(request.dir(), database));
        List<RunId> killed = sweep(parent, request.progress());
        String version = request.migrationVersion().map(v -> safe(v) + "-").orElse("");
        Path path = PrivateFiles.createFolder(parent.resolve(version + STAMP.format(now) + "-" + request.run()));
        FolderLock lock = FolderLock.tryAcquire(path.resolve(UNFINISHED))
                .orElseThrow(() -> new IOException(path + " is being written by somebody else"));
        PrivateFiles.permitTree(path);
        return new BackupFolder(path, lock, killed);
    }

    /** {@return where the backups of a database are} */
    static Path of(Path dir, String database) {
        return dir.toAbsolutePath().normalize().resolve(safe(database));
    }

    /** {@return a name that every file system takes and no path leaves: other characters as {@code %xx}} */
    static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each >= '0' && each <= '9' || each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z';
            if (plain || each == '_' || each == '-' || each == '.' && safe.length() > 0) {
                safe.append((char) each);
            } else {
                safe.append(String.format(Locale.ROOT, "%%%02x", each));
            }
        }
        return safe.toString();
    }

    /** {@return the runs whose unfinished backups were removed} */
    List<RunId> killed() {
        return killed;
    }

    Path path() {
        return path;
    }

    /** Writes the manifest; from then on it is a backup. */
    Backup finish(Manifest manifest) throws IOException {
        ManifestFile.write(path, manifest);
        return new Backup(path, manifest);
    }

    /** Releases the folder, and removes it when it is not finished. */
    @Override
    public void close() throws IOException {
        lock.close();
        if (Files.exists(path.resolve(Manifest.FILE))) {
            Files.deleteIfExists(path.resolve(UNFINISHED));
        } else {
            PrivateFiles.removeTree(path);
        }
    }

    /** {@return whose folder it is; empty for one that no run has made} */
    private static Optional<RunId> run(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches() ? Optional.of(new RunId(name.group(1))) : Optional.empty();
    }

    private static List<RunId> sweep(Path parent, Progress progress) throws IOException {
        List<RunId> killed = new ArrayList<>();
        List<Path> folders;
        try (Stream<Path> entries = Files.list(parent)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            Optional<RunId> run = run(folder);
            if (run.isPresent() && Files.exists(folder.resolve(UNFINISHED))) {
                Optional<FolderLock> lock = FolderLock.tryAcquire(folder.resolve(UNFINISHED));
                if (lock.isPresent()) {
                    if (!Files.exists(folder.resolve(Manifest.FILE))) {
                        killed.add(run.get());
                    }
                    new BackupFolder(folder, lock.get(), List.of()).close();
                    progress.detail("an earlier run was killed while it made the backup in " + folder);
                }
            }
        }
        return killed;
    }
}
