package dev.belay.backup;

import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schema of a database when its backup was made, with owners and privileges: what is restored is compared with it.
 *
 * @param objects all of them
 */
record SchemaFile(List<Entry> objects) {

    /** Its file's name. */
    static final String FILE = "schema.json";

    SchemaFile {
        objects = List.copyOf(objects);
    }

    /** One object; see {@link ObjectId} and {@link SchemaObject}. */
    record Entry(String type, String identity, String definition, int place) {}

    static SchemaFile of(SchemaSnapshot schema) {
        return new SchemaFile(schema.objects().entrySet().stream()
                .map(each -> new Entry(
                        each.getKey().type(),
                        each.getKey().identity(),
                        each.getValue().definition(),
                        each.getValue().place()))
                .toList());
    }

    SchemaSnapshot snapshot() {
        Map<ObjectId, SchemaObject> all = objects.stream()
                .collect(Collectors.toMap(
                        entry -> new ObjectId(entry.type(), entry.identity()),
                        entry -> new SchemaObject(entry.definition(), entry.place())));
        return new SchemaSnapshot(all);
    }

    /** {@return the schema as it is now} */
    static SchemaSnapshot read(BackupRequest request) throws SQLException {
        try (Connection connection =
                new Sessions(request.progress()).open(request.settings(), request.run(), SessionRole.READ)) {
            return SnapshotReader.read(connection, Set.of());
        }
    }
}
