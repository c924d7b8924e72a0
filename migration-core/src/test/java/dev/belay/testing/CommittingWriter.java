package dev.belay.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Somebody who writes all the time, comes again when put out, and remembers what the server has acknowledged. */
public final class CommittingWriter implements AutoCloseable {

    private static final String INSERT = "INSERT INTO entry (id, note) VALUES (?, 'written')";

    private final TestDatabase database;
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::write, "writer");
    private int next;
    private volatile boolean stopping;

    /** @param first the number of its first row */
    public CommittingWriter(TestDatabase database, int first) {
        this.database = database;
        this.next = first;
        thread.start();
    }

    private void write() {
        while (!stopping) {
            try (Connection connection = database.connect();
                    var insert = connection.prepareStatement(INSERT);
                    var pause = connection.prepareStatement("SELECT pg_sleep(0.002)")) {
                while (!stopping) {
                    int id = next++;
                    insert.setInt(1, id);
                    insert.executeUpdate();
                    acknowledge(id);
                    pause.execute();
                }
            } catch (SQLException e) {
                // put out, or kept out: whether the last one was committed is not known, and the next has another
                // number
            }
        }
    }

    private synchronized void acknowledge(int id) {
        acknowledged.add(id);
        notifyAll();
    }

    /** {@return the numbers of the rows that were acknowledged and are not there} */
    public List<Integer> lost() {
        Set<Integer> there = new ConcurrentSkipListSet<>(database.query("SELECT id FROM entry").stream()
                .map(Integer::valueOf)
                .toList());
        return acknowledged.stream().filter(id -> !there.contains(id)).toList();
    }

    /** {@return the numbers of the rows that were acknowledged} */
    public Set<Integer> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Returns when so many more rows were written. */
    public void awaitMore(int rows) {
        awaitRows(acknowledged.size() + rows);
    }

    /** Returns when so many rows were written. */
    public synchronized void awaitRows(int rows) {
        while (acknowledged.size() < rows) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Returns when nothing is written any more, and what was is counted. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
