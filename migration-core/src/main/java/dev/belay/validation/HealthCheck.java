package dev.belay.validation;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the application whether it is well: its URL must answer 2xx. An application that has just been started again gets
 * time. Redirects are followed on the same server only; user and password of the URL go out as basic authentication, and
 * into no message.
 */
public final class HealthCheck {

    /** How long it is asked again when nothing else is said. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);
    private static final int REDIRECTS = 5;

    private final HealthUrl url;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST_ATTEMPT)
            .build();

    /**
     * The outcome.
     *
     * @param healthy whether it answered 2xx
     * @param words {@code health 200 after 3.2 s}, or why not, with the URL
     */
    public record Result(boolean healthy, String words) {}

    /** What one attempt saw. */
    private record Answer(boolean healthy, String words) {}

    /**
     * @param url with http or https
     * @param patience how long it is asked again; zero for once
     * @throws dev.belay.outcome.RefusalException when it is no such URL
     */
    public HealthCheck(URI url, Duration patience) {
        this(HealthUrl.of(url), patience);
    }

    private HealthCheck(HealthUrl url, Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    /** As the constructor, for a text that may not even be a URI. */
    public static HealthCheck parse(String url, Duration patience) {
        return new HealthCheck(HealthUrl.parse(url), patience);
    }

    /**
     * Asks until it is well, or until patience is over.
     *
     * @throws EnvironmentException when this thread is interrupted meanwhile
     */
    public Result ask() {
        long begin = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Answer answer = attempt(patience.minusNanos(System.nanoTime() - begin));
            Duration gone = Duration.ofNanos(System.nanoTime() - begin);
            if (answer.healthy()) {
                return new Result(true, answer.words() + (attempt == 1 ? "" : " after " + Seconds.of(gone)));
            }
            if (gone.plus(pause).compareTo(patience) >= 0) {
                return new Result(false, answer.words() + " from " + url + " after " + Seconds.of(gone));
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Answer attempt(Duration left) {
        Duration limit = left.compareTo(LONGEST_ATTEMPT) < 0 && left.toMillis() > 0 ? left : LONGEST_ATTEMPT;
        try {
            HealthUrl at = url;
            for (int hop = 0; hop <= REDIRECTS; hop++) {
                HttpResponse<InputStream> response =
                        client.send(request(at, limit), HttpResponse.BodyHandlers.ofInputStream());
                // nobody reads it, and it may have no end
                response.body().close();
                Optional<String> location = response.headers().firstValue("Location");
                int status = response.statusCode();
                if (status / 100 != 3 || location.isEmpty()) {
                    return new Answer(status / 100 == 2, "health " + status);
                }
                Optional<HealthUrl> next = at.redirected(location.get());
                if (next.isEmpty()) {
                    return new Answer(false, "health " + status + " with a redirect to another server, not followed,");
                }
                at = next.get();
            }
            return new Answer(false, "health: more than " + REDIRECTS + " redirects");
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException | IllegalArgumentException e) {
            return new Answer(false, "no health answer (" + reason(e) + ")");
        }
    }

    private static HttpRequest request(HealthUrl at, Duration limit) {
        var request = HttpRequest.newBuilder(at.address())
                .timeout(limit)
                .header("User-Agent", "belay")
                .GET();
        at.authorization().ifPresent(header -> request.header("Authorization", header));
        return request.build();
    }

    /** A refused connection has a message of its own only deep down; others might repeat the URL. */
    private static String reason(Exception e) {
        if (e instanceof java.net.http.HttpTimeoutException) {
            return "timed out";
        }
        if (e instanceof java.net.ConnectException) {
            return "nothing accepts connections";
        }
        return e.getClass().getSimpleName();
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EnvironmentException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EnvironmentException(
                Problem.of("interrupted while asking for the application's health", "Run: mvn db:validate"), e);
    }
}
