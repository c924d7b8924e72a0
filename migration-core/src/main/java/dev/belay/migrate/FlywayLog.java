package dev.belay.migrate;

import dev.belay.outcome.Progress;
import java.util.function.Supplier;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * Sends what Flyway logs to the {@link Progress} of the run on whose thread it logs. Flyway creates it by name (setting
 * {@code loggers}) and keeps it in its static loggers, so that it has to find the run by thread. Flyway's own debug lines
 * hold whole statements, secrets in them included, and are dropped.
 */
public final class FlywayLog implements LogCreator {

    private static final ThreadLocal<Progress> CURRENT = ThreadLocal.withInitial(() -> Progress.SILENT);

    /** Called by Flyway. */
    public FlywayLog() {}

    /** Makes Flyway log here; until it is told where to, it keeps every line in memory. */
    static void receiveFor(ClassicConfiguration configuration) {
        configuration.setLoggers(FlywayLog.class.getName());
        LogFactory.setConfiguration(configuration);
    }

    /** Runs {@code work} with Flyway's lines going to {@code progress}. */
    static <T> T heardBy(Progress progress, Supplier<T> work) {
        Progress before = CURRENT.get();
        CURRENT.set(progress);
        try {
            return work.get();
        } finally {
            CURRENT.set(before);
        }
    }

    @Override
    public Log createLogger(Class<?> type) {
        return new Log() {
            @Override
            public void debug(String message) {
                // may hold a statement with a secret in it
            }

            @Override
            public void info(String message) {
                detail(message);
            }

            @Override
            public void warn(String message) {
                detail(message);
            }

            @Override
            public void error(String message) {
                detail(message);
            }

            @Override
            public void error(String message, Exception e) {
                detail(message);
            }

            @Override
            public void notice(String message) {
                detail(message);
            }

            private void detail(String message) {
                if (!message.isBlank()) {
                    CURRENT.get().detail("flyway: " + message);
                }
            }
        };
    }
}
