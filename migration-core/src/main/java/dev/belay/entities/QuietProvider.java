package dev.belay.entities;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * While it is open, the thread works with a project's classes, and Hibernate says nothing below a warning: without the
 * application's own configuration a logging library would print all it hears.
 */
final class QuietProvider implements AutoCloseable {

    /** Read by JBoss Logging, which Hibernate uses, when its first logger is made (LoggerProviders). */
    private static final String PROVIDER = "org.jboss.logging.provider";

    private static final String HIBERNATE = "org.hibernate";

    private final Optional<String> provider = Optional.ofNullable(System.getProperty(PROVIDER));
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Logger logger = Logger.getLogger(HIBERNATE);
    private final Level level = logger.getLevel();

    QuietProvider(ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
        System.setProperty(PROVIDER, "jdk");
        logger.setLevel(Level.SEVERE);
    }

    @Override
    public void close() {
        logger.setLevel(level);
        provider.ifPresentOrElse(value -> System.setProperty(PROVIDER, value), () -> System.clearProperty(PROVIDER));
        Thread.currentThread().setContextClassLoader(before);
    }
}
