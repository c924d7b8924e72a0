package dev.belay.migrate;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A timer thread that says how long something has been going on. */
final class Heartbeat implements AutoCloseable {

    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "belay-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    Heartbeat(Duration interval) {
        this.interval = interval;
    }

    /** Tells {@code listener} the time since now, every interval, until what it returns is closed. */
    Beat during(Consumer<Duration> listener) {
        long start = System.nanoTime();
        Future<?> ticking = timer.scheduleAtFixedRate(
                () -> listener.accept(Duration.ofNanos(System.nanoTime() - start)),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> ticking.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Something that is being told of. */
    @FunctionalInterface
    interface Beat extends AutoCloseable {
        @Override
        void close();
    }
}
