package dev.belay.server;

/** Where scratch databases come from. Nothing of value is on it. */
public interface ScratchServer extends AutoCloseable {

    /** {@return the major version of its databases} */
    int major();

    /**
     * Makes a database with that content: anew the first time, and from then on a copy of what was made then.
     *
     * @throws dev.belay.outcome.EnvironmentException when there is no such server, or it does not let us make databases
     */
    ScratchDatabase open(ScratchContent content);

    /**
     * {@return a server of that kind for a copy with data} Nothing of it is kept when it is closed.
     *
     * @throws dev.belay.outcome.EnvironmentException when there is no such server
     */
    CopyHost host();

    /** Ends what was started for it; its databases must have been closed. */
    @Override
    default void close() {}
}
