package dev.belay.validation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks an application whether it is well.
 *
 * @param url answers 2xx when it is; a user in it is sent as basic authentication, and never printed
 * @param patience for how long other answers, and none, are taken for a beginning
 */
public record HealthCheck(URI url, Duration patience) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * What it said.
     *
     * @param well whether it answered 2xx in time
     * @param words for people: {@code health 200 after 3.2 s}
     */
    public record Answer(boolean well, String words) {}

    /** Asks again and again until it is well, or the patience is over. */
    public Answer ask() {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(ANSWER)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String said = once(client);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            String after = String.format(Locale.ROOT, " after %.1f s", elapsed.toMillis() / 1000.0);
            if (said.startsWith("2")) {
                return new Answer(true, "health " + said + after);
            }
            if (elapsed.plus(pause).compareTo(patience) > 0 || !sleep(pause)) {
                return new Answer(false, "health " + said + after + " at " + shown());
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private String once(HttpClient client) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(withoutUser()).timeout(ANSWER).GET();
            Optional.ofNullable(url.getUserInfo())
                    .ifPresent(user -> request.header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
            return String.valueOf(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return "no answer (" + e.getClass().getSimpleName() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not asked to the end";
        }
    }

    private URI withoutUser() {
        return url.getRawUserInfo() == null ? url : URI.create(url.toString().replace(url.getRawUserInfo() + "@", ""));
    }

    /** A query may hold a token. */
    private String shown() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + Optional.ofNullable(url.getPath()).orElse("");
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
