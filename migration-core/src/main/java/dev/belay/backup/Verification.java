package dev.belay.backup;

import dev.belay.backup.Manifest.BackupFile;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import dev.belay.server.ClientCommand;
import dev.belay.server.ClientNeed;
import dev.belay.server.ClientPrograms;
import dev.belay.server.ClientRun;
import dev.belay.server.ClientSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether a backup is what was written: the SHA-256 of every file, no file more or less, and a table of contents that
 * {@code pg_restore} can read.
 *
 * @param backup what was looked at
 * @param troubles for people; empty when it is good
 * @param unread why the table of contents was not read, though it may be good: no client, no key, or another
 */
public record Verification(Backup backup, List<String> troubles, Optional<String> unread) {

    private static final String PROGRAM = "pg_restore";

    public Verification {
        troubles = List.copyOf(troubles);
    }

    /** {@return whether nothing was found} */
    public boolean good() {
        return troubles.isEmpty();
    }

    static Verification of(Backup backup, ClientSearch clients, Optional<BackupKey> key) throws IOException {
        List<String> troubles = new ArrayList<>(differences(backup));
        Optional<String> unread = Optional.empty();
        if (troubles.isEmpty() && backup.manifest().method() == BackupMethod.PG_DUMP) {
            if (backup.manifest().encrypted() && key.isEmpty()) {
                unread = Optional.of("it is encrypted, and there is no key");
            } else {
                try {
                    troubles.addAll(contents(backup, clients.find(need(backup)), key));
                } catch (RefusalException e) {
                    unread = Optional.of("it was encrypted with another key"); // its files are as they were written
                } catch (EnvironmentException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                    unread = Optional.of(
                            e.problem().what().replaceFirst("\\.$", "")); // which says nothing of the backup
                }
            }
        }
        return new Verification(backup, troubles, unread);
    }

    private static ClientNeed need(Backup backup) {
        int major = backup.manifest().tool().major().orElse(0);
        return new ClientNeed("reading it", PROGRAM, major, Optional.empty(), Optional.empty());
    }

    private static List<String> differences(Backup backup) throws IOException {
        Map<String, BackupFile> listed = new LinkedHashMap<>();
        backup.manifest().files().forEach(file -> listed.put(file.path(), file));
        List<String> troubles = new ArrayList<>();
        for (BackupFile now : Checksums.of(backup.folder())) {
            BackupFile then = listed.remove(now.path());
            if (then == null) {
                troubles.add(now.path() + " is no part of the backup");
            } else if (now.bytes() != then.bytes()) {
                troubles.add(now.path() + " has " + now.bytes() + " bytes, and had " + then.bytes());
            } else if (!now.sha256().equals(then.sha256())) {
                troubles.add(now.path() + " is not as it was written (SHA-256)");
            }
        }
        listed.keySet().forEach(path -> troubles.add(path + " is missing"));
        return troubles;
    }

    private static List<String> contents(Backup backup, ClientPrograms client, Optional<BackupKey> key)
            throws IOException {
        if (backup.manifest().encrypted()) {
            return encrypted(backup, client, key.orElseThrow());
        }
        String dump = backup.folder().resolve(DumpBackup.FOLDER).toString();
        ClientCommand command = ClientCommand.reading(PROGRAM, List.of("--list", dump), Map.of(), backup.folder());
        try (ClientRun run = client.start(command, line -> {})) {
            return judge(run.await(), run);
        }
    }

    /** All of it is decrypted, though only the beginning is listed: each part is authenticated by itself. */
    private static List<String> encrypted(Backup backup, ClientPrograms client, BackupKey key) throws IOException {
        ClientCommand command = ClientCommand.alone(PROGRAM, List.of("--list"), Map.of(), backup.folder());
        List<String> damage = new CopyOnWriteArrayList<>();
        InputStream plain;
        try {
            plain = EncryptedStream.read(backup.folder().resolve(DumpBackup.ENCRYPTED), key);
        } catch (EnvironmentException e) {
            return List.of(e.problem().what());
        }
        try (plain;
                ClientRun run = client.piped(command, line -> {})) {
            int exit = run.await(() -> {
                Thread listing = new Thread(() -> discard(run), "belay-discards-list");
                listing.setDaemon(true);
                listing.start();
                copy(plain, run.input(), damage);
            });
            return damage.isEmpty() ? judge(exit, run) : damage;
        }
    }

    private static void copy(InputStream plain, OutputStream input, List<String> damage) throws IOException {
        byte[] buffer = new byte[1 << 16];
        boolean wanted = true;
        try {
            for (int read = plain.read(buffer); read >= 0; read = plain.read(buffer)) {
                if (wanted) {
                    wanted = offered(input, buffer, read);
                }
            }
        } catch (EnvironmentException e) {
            damage.add(e.problem().what());
        }
        offered(input, buffer, 0);
        input.close();
    }

    private static boolean offered(OutputStream input, byte[] buffer, int length) {
        try {
            input.write(buffer, 0, length);
            return true;
        } catch (IOException e) {
            return false; // it has read the list, and ended
        }
    }

    private static void discard(ClientRun run) {
        try {
            run.output().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it has ended
        }
    }

    private static List<String> judge(int exit, ClientRun run) {
        return exit == 0
                ? List.of()
                : List.of("pg_restore cannot read it: " + String.join("; ", Words.ofFailure(run.lastWords())));
    }
}
