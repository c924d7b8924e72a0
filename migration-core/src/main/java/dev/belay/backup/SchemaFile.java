package dev.belay.backup;

import dev.belay.backup.Manifest.BackupFile;
import dev.belay.postgres.snapshot.PrintedForm;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The file of a backup that says which objects the database had, with owners and privileges, as the dump has them. */
final class SchemaFile {

    /** Its name, before it is encrypted. */
    static final String FILE = "schema.json.gz";

    private SchemaFile() {}

    /** What is in the file. */
    record Content(List<Entry> objects) {

        /**
         * An object, as {@link SchemaSnapshot} has it.
         *
         * @param type such as {@code table}, {@code owner}, {@code privileges}
         * @param identity which one
         * @param definition all that it is, a line each
         * @param place of a column; else 0
         */
        record Entry(String type, String identity, String definition, int place) {}
    }

    static void write(Path folder, SchemaSnapshot schema, Optional<BackupKey> key) throws IOException {
        List<Content.Entry> entries = schema.objects().entrySet().stream()
                .map(each -> new Content.Entry(
                        each.getKey().type(),
                        each.getKey().identity(),
                        each.getValue().definition(),
                        each.getValue().place()))
                .toList();
        SealedFile.write(folder, FILE, compressed(ManifestFile.json(new Content(entries))), key);
    }

    /**
     * {@return what was written, in the form that a snapshot has now; empty for a backup of a version of the plugin that wrote
     * none}
     *
     * @throws dev.belay.outcome.RefusalException when the backup is encrypted and the key is not the right one
     */
    static Optional<SchemaSnapshot> read(Backup backup, Optional<BackupKey> key) throws IOException {
        boolean there = backup.manifest().files().stream()
                .map(BackupFile::path)
                .anyMatch(path ->
                        path.equals(SealedFile.name(FILE, backup.manifest().encrypted())));
        if (!there) {
            return Optional.empty();
        }
        Map<ObjectId, SchemaObject> objects = new TreeMap<>();
        byte[] text = plain(SealedFile.read(backup, FILE, key));
        for (Content.Entry each : ManifestFile.parse(text, Content.class).objects()) {
            // an earlier version of the plugin had another form, or none
            String definition = PrintedForm.of(each.type(), each.definition());
            objects.put(new ObjectId(each.type(), each.identity()), new SchemaObject(definition, each.place()));
        }
        return Optional.of(new SchemaSnapshot(objects));
    }

    /** {@return JSON as the file has it}: of thousands of tables that are megabytes, nearly all of it the same. */
    static byte[] compressed(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var compressing = new GZIPOutputStream(bytes)) {
            compressing.write(text);
        }
        return bytes.toByteArray();
    }

    /** {@return the JSON in the file's content} */
    static byte[] plain(byte[] content) throws IOException {
        try (var compressed = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return compressed.readAllBytes();
        }
    }
}
