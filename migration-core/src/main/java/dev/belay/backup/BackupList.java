package dev.belay.backup;

import dev.belay.backup.BackupEntry.State;
import dev.belay.backup.Manifest.BackupFile;
import dev.belay.outcome.BelayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the backups below a folder. */
final class BackupList {

    private static final Comparator<BackupEntry> NEWEST_FIRST = Comparator.comparing(
                    (BackupEntry entry) -> entry.manifest().orElseThrow().started())
            .reversed();

    private BackupList() {}

    /** {@return what is there: the newest first, then what has no manifest} */
    static List<BackupEntry> of(Path dir, Optional<String> database) throws IOException {
        List<Path> databases =
                database.map(name -> List.of(BackupFolder.of(dir, name))).orElse(null);
        if (databases == null) {
            databases = folders(dir.toAbsolutePath().normalize());
        }
        Stream.Builder<BackupEntry> entries = Stream.builder();
        for (Path each : databases) {
            for (Path folder : folders(each)) {
                entries.add(entry(folder));
            }
        }
        List<BackupEntry> found = entries.build().toList();
        Stream<BackupEntry> known = found.stream()
                .filter(entry -> entry.manifest().isPresent())
                .filter(entry ->
                        database.map(entry.manifest().get().database()::equals).orElse(true))
                .sorted(NEWEST_FIRST);
        Stream<BackupEntry> unknown = found.stream()
                .filter(entry -> entry.manifest().isEmpty())
                .sorted(Comparator.comparing(BackupEntry::folder));
        return Stream.concat(known, unknown).toList();
    }

    private static BackupEntry entry(Path folder) {
        if (!Files.exists(folder.resolve(Manifest.FILE))) {
            return new BackupEntry(
                    folder, State.UNFINISHED, Optional.empty(), Optional.of("it has no " + Manifest.FILE));
        }
        try {
            Manifest manifest = ManifestFile.read(folder);
            Optional<String> why = manifest.files().stream()
                    .flatMap(file -> trouble(folder, file).stream())
                    .findFirst();
            return new BackupEntry(folder, why.isPresent() ? State.DAMAGED : State.GOOD, Optional.of(manifest), why);
        } catch (BelayException e) {
            return new BackupEntry(
                    folder,
                    State.DAMAGED,
                    Optional.empty(),
                    Optional.of(e.problem().what()));
        }
    }

    private static Optional<String> trouble(Path folder, BackupFile file) {
        try {
            long bytes = Files.size(folder.resolve(file.path()));
            return bytes == file.bytes()
                    ? Optional.empty()
                    : Optional.of(file.path() + " has " + bytes + " bytes, and had " + file.bytes());
        } catch (IOException e) {
            return Optional.of(file.path() + " is missing");
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
