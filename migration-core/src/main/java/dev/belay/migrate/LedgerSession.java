package dev.belay.migrate;

import java.sql.Connection;
import java.sql.SQLException;

/** A session of its own in a database for what Belay keeps there, in the schema {@code belay} once that is there. */
final class LedgerSession implements AutoCloseable {

    private final Connection connection;
    private boolean there;
    private boolean ensured;

    /** @param connection in auto-commit mode; closed with this object */
    LedgerSession(Connection connection) {
        this.connection = connection;
        this.there = BelaySchema.exists(connection);
    }

    /** {@return whether the schema {@code belay} is there} */
    boolean exists() {
        return there;
    }

    /** Makes the schema {@code belay}, as far as it is not there. */
    void ensure() {
        if (!ensured) {
            BelaySchema.ensure(connection);
            there = true;
            ensured = true;
        }
    }

    /** {@return the answer; {@code without} where the schema {@code belay} is not there} */
    <T> T ask(Question<T> question, T without) {
        return there ? ask(question) : without;
    }

    /** {@return the answer; {@code without} where the schema {@code belay} is not there, or is an earlier one} */
    <T> T askComplete(Question<T> question, T without) {
        return isComplete() ? ask(question) : without;
    }

    /** {@return whether the schema {@code belay} is there, and as this version makes it} */
    boolean isComplete() {
        return there && BelaySchema.isComplete(connection);
    }

    /**
     * {@return the answer}
     *
     * @throws dev.belay.outcome.EnvironmentException when the server does not give it
     */
    <T> T ask(Question<T> question) {
        try {
            return askIfPossible(question);
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }

    /** {@return the answer to a question whose failure is the caller's matter} */
    <T> T askIfPossible(Question<T> question) throws SQLException {
        return question.ask(connection);
    }

    /**
     * Writes something.
     *
     * @throws dev.belay.outcome.EnvironmentException when the server does not take it
     */
    void write(Entry entry) {
        try {
            writeIfPossible(entry);
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }

    /** Writes something whose failure is the caller's matter. */
    void writeIfPossible(Entry entry) throws SQLException {
        entry.write(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    interface Entry {
        void write(Connection connection) throws SQLException;
    }
}
