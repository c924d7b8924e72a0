package dev.belay.postgres.snapshot;

import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes objects of rows on a thread of its own, while the server works on the next query. The driver has read all rows of
 * a result before it hands it out, so that nobody else needs the session for them.
 */
final class ObjectRows implements AutoCloseable {

    private final SortedMap<ObjectId, SchemaObject> objects = new TreeMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(ObjectRows::thread);
    private CompletableFuture<Void> all = CompletableFuture.completedFuture(null);

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "belay-snapshot");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes all rows; the result stays open until this object is closed. */
    void take(ResultSet row) {
        all = all.thenRunAsync(
                () -> {
                    try {
                        read(row);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                thread);
    }

    private void read(ResultSet row) throws SQLException {
        while (row.next()) {
            String definition = row.getString(3);
            objects.put(
                    new ObjectId(row.getString(1), row.getString(2)),
                    new SchemaObject(
                            definition == null ? "" : PrintedForm.of(row.getString(1), definition), row.getInt(4)));
        }
    }

    /** {@return what all rows say} */
    SchemaSnapshot snapshot() throws SQLException {
        try {
            all.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw e;
        }
        return new SchemaSnapshot(objects);
    }

    /** Waits for what is being read: whoever closes the results must not do so before. */
    @Override
    public void close() {
        all.handle((done, failure) -> done).join();
        thread.shutdown();
    }
}
