package dev.belay.notify;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Where requests go. A webhook's URL is a secret: whoever has it may post. Chat programs have the secret in the path,
 * others in the query or before the host, so that of all that is printed there is only scheme, host and port.
 */
final class Endpoint {

    private final URI url;
    private final Optional<String> authorization;
    private final HttpClient client;

    private Endpoint(URI url, Optional<String> authorization, Duration connect) {
        this.url = url;
        this.authorization = authorization;
        // over plain HTTP the client would else ask each server to upgrade to HTTP/2, which some do not survive
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .build();
    }

    /**
     * Reads what users type.
     *
     * @param connect how long making a connection may take
     * @throws RefusalException when it is no http or https URL; the message does not repeat it
     */
    static Endpoint of(String typed, Duration connect) {
        try {
            URI url = new URI(typed.strip());
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!isHttp || url.getHost() == null) {
                throw refused();
            }
            return new Endpoint(
                    bare(url), Optional.ofNullable(url.getRawUserInfo()).map(Endpoint::basic), connect);
        } catch (URISyntaxException e) {
            // the cause would repeat what was typed
            throw refused();
        }
    }

    /** The client refuses, or forgets, what stands before the host. */
    private static URI bare(URI url) throws URISyntaxException {
        String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new URI(url.getScheme() + "://" + authority + path + query);
    }

    private static String basic(String rawUserInfo) {
        // a plus sign is itself before the host, other than in a form
        String userInfo = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static RefusalException refused() {
        return new RefusalException(Problem.of(
                "db.webhook is not an http or https URL.", "Name one, such as https://hooks.example.org/belay."));
    }

    /**
     * How a request ended.
     *
     * @param why it was not taken; empty when it was
     * @param mayHelp whether the same request may be taken later
     */
    record Answer(Optional<String> why, boolean mayHelp) {

        private static final Answer TAKEN = new Answer(Optional.empty(), false);

        private static Answer broken(String why) {
            return new Answer(Optional.of(why), true);
        }
    }

    /**
     * Sends a request once.
     *
     * @throws InterruptedException when the thread is interrupted; the request is given up
     */
    Answer post(byte[] json, Duration timeout) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "belay")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        authorization.ifPresent(value -> request.header("Authorization", value));
        // the request's own timeout ends with the headers of the answer; a body that drips would go on
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            return answer(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode());
        } catch (TimeoutException e) {
            return Answer.broken("no answer");
        } catch (ExecutionException e) {
            return Answer.broken(words(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private static Answer answer(int status) {
        if (status / 100 == 2) {
            return Answer.TAKEN;
        }
        // 408 and 429 ask to come again; every other answer of that class would be the same again
        boolean mayHelp = status >= 500 || status == 408 || status == 429;
        return new Answer(Optional.of("HTTP " + status), mayHelp);
    }

    /** Not the exception's own words, which may contain the URL. */
    private static String words(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "the host is not known";
            }
            if (each instanceof SSLException) {
                return "no TLS connection (" + each.getClass().getSimpleName() + ")";
            }
        }
        if (cause instanceof ConnectException) {
            return "nothing listens there";
        }
        if (cause instanceof HttpTimeoutException) {
            return "no connection";
        }
        return "the connection broke (" + cause.getClass().getSimpleName() + ")";
    }

    /** {@return scheme, host and port} */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
