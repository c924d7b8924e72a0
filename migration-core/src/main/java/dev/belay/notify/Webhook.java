package dev.belay.notify;

import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunStart;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Posts JSON to a URL when a run begins, ends, or takes too long. Requests are sent one after the other on a thread of
 * their own while the run works; closing waits for those that are left. A request that is not taken is sent again, three
 * times at most and for 15 seconds at most; a receiver may get it twice and knows it by {@code run} and {@code event}.
 * Nothing that goes wrong here ends a run: it is one warning, when the webhook is closed.
 */
public final class Webhook implements AutoCloseable {

    /**
     * How patient it is.
     *
     * @param deadline for all attempts at one message, and for closing
     * @param attempt for one request
     * @param pause after the first attempt; twice as long after each further one
     */
    record Limits(Duration deadline, Duration attempt, Duration pause) {}

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMillis(500));
    private static final int ATTEMPTS = 4;

    private final Endpoint endpoint;
    private final Optional<Duration> warnAfter;
    private final Consumer<String> warn;
    private final Limits limits;
    private final ScheduledExecutorService sender;

    /** Event to why it is not delivered, in the order in which they happened. */
    private final Map<String, String> undelivered = new LinkedHashMap<>();

    private Optional<Future<?>> slow = Optional.empty();

    Webhook(String url, Optional<Duration> warnAfter, Consumer<String> warn, Limits limits) {
        this.endpoint = Endpoint.of(url, limits.attempt());
        this.warnAfter = warnAfter;
        this.warn = warn;
        this.limits = limits;
        this.sender = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "belay-webhook");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes one; nothing is sent yet.
     *
     * @param url http or https; user and password before the host are sent as basic authentication
     * @param warnAfter how long a run may take before that is an event; empty when however long
     * @param warn is told, once at most, what was not delivered; called by {@link #close}
     * @throws dev.belay.outcome.RefusalException when it is not such a URL
     */
    public static Webhook open(String url, Optional<Duration> warnAfter, Consumer<String> warn) {
        return new Webhook(url, warnAfter, warn, LIMITS);
    }

    /** A run begins. Returns at once. */
    public synchronized void started(RunStart start) {
        send(Message.start(start));
        slow = warnAfter.map(after -> {
            expect("slow");
            return sender.schedule(() -> deliver(Message.slow(start, after)), after.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** The run has ended. Returns at once. */
    public synchronized void finished(RunReport report) {
        forgetSlow();
        send(Message.end(report));
    }

    /** The run has failed before its first step. Returns at once. */
    public synchronized void failed(FailedOutcome failed) {
        forgetSlow();
        send(Message.end(failed, Instant.now()));
    }

    /** Waits until all is delivered, or given up: not longer than the deadline. */
    @Override
    public void close() {
        forgetSlow();
        sender.shutdown();
        try {
            if (!sender.awaitTermination(limits.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
        String left;
        synchronized (this) {
            left = undelivered.entrySet().stream()
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            undelivered.clear();
        }
        if (!left.isEmpty()) {
            warn.accept("The webhook at " + endpoint + " was not told of: " + left + ".");
        }
    }

    private void send(Message message) {
        expect(message.event());
        sender.execute(() -> deliver(message));
    }

    private synchronized void expect(String event) {
        undelivered.put(event, "given up after " + limits.deadline().toSeconds() + " s");
    }

    /** What has not begun to be sent is no event any more. */
    private synchronized void forgetSlow() {
        boolean cancelled = slow.map(timer -> timer.cancel(false)).orElse(false);
        if (cancelled) {
            undelivered.remove("slow");
        }
    }

    private void deliver(Message message) {
        try {
            Optional<String> why = attempts(message.json());
            synchronized (this) {
                why.ifPresentOrElse(
                        reason -> undelivered.replace(message.event(), reason),
                        () -> undelivered.remove(message.event()));
            }
        } catch (InterruptedException e) {
            // by close, which tells that it was given up
            Thread.currentThread().interrupt();
        }
    }

    /** {@return why it was not taken; empty when it was} */
    private Optional<String> attempts(byte[] json) throws InterruptedException {
        long deadline = System.nanoTime() + limits.deadline().toNanos();
        Duration pause = limits.pause();
        for (int attempt = 1; ; attempt++) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            Endpoint.Answer answer = endpoint.post(json, shorter(limits.attempt(), left));
            boolean over = deadline - System.nanoTime() <= pause.toNanos();
            if (answer.why().isEmpty() || !answer.mayHelp() || attempt == ATTEMPTS || over) {
                String attempts = attempt == 1 ? "" : ", " + attempt + " attempts";
                return answer.why().map(why -> why + attempts);
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
