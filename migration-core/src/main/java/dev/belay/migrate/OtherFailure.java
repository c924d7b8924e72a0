package dev.belay.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/**
 * A failure that is not one of a script's own statements: a callback, a migration in Java, the end of a transaction.
 *
 * @param cause what Flyway throws
 * @param open the script in whose place it happened, if there is one
 */
record OtherFailure(RuntimeException cause, Optional<ApplyContext.Ran> open) {

    /** {@return where it happened and what the server, or else Flyway, says of it} */
    String headline() {
        String where = callback()
                .or(() -> open.map(ApplyContext.Ran::script))
                .map(place -> place + ": ")
                .orElse("");
        return where + server().map(ServerMessage::withState).orElseGet(this::firstLine);
    }

    List<String> details() {
        return server().map(ServerMessage::additions).orElse(List.of());
    }

    /** {@return what has to be corrected} */
    String culprit() {
        return callback().or(() -> open.map(ApplyContext.Ran::script)).orElse("it");
    }

    /** Scripts run by our own executors, so that what fails in Flyway's is a callback. */
    private Optional<String> callback() {
        return causes().filter(FlywaySqlScriptException.class::isInstance)
                .map(FlywaySqlScriptException.class::cast)
                .filter(failure -> failure.getResource() != null)
                .findFirst()
                .map(failure -> failure.getResource().getFilename()
                        + (failure.getLineNumber() > 0 ? ":" + failure.getLineNumber() : ""));
    }

    private Optional<ServerMessage> server() {
        return causes().filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((first, last) -> last)
                .map(ServerMessage::new);
    }

    private Stream<Throwable> causes() {
        return Stream.iterate((Throwable) cause, t -> t != null, Throwable::getCause)
                .limit(20);
    }

    private String firstLine() {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
