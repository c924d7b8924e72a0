package dev.belay.migrate;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A timer thread that says how long something has been going on. It ticks by itself and looks at what is going on then:
 * a thousand short statements cost it nothing.
 */
final class Heartbeat implements AutoCloseable {

    private static final int TICKS = 10;

    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "belay-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Beat current;

    /** @param interval from the start of something to the first time that it is told of, and from there to the next */
    Heartbeat(Duration interval) {
        this.interval = interval;
        long tick = Math.max(1, interval.toMillis() / TICKS);
        timer.scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** Tells {@code listener} the time since now, every interval, until what it returns is closed. */
    Beat during(Consumer<Duration> listener) {
        current = new Beat(System.nanoTime(), listener);
        return current;
    }

    private void tick() {
        Beat beat = current;
        if (beat != null) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - beat.start);
            if (elapsed.compareTo(beat.due) >= 0) {
                beat.due = elapsed.plus(interval);
                beat.listener.accept(elapsed);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Something that is being told of. */
    final class Beat implements AutoCloseable {

        private final long start;
        private final Consumer<Duration> listener;
        private Duration due = interval;

        private Beat(long start, Consumer<Duration> listener) {
            this.start = start;
            this.listener = listener;
        }

        @Override
        public void close() {
            current = null;
        }
    }
}
