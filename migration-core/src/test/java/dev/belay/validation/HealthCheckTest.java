package dev.belay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class HealthCheckTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(pool);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        pool.shutdownNow();
    }

    private void answer(String path, int status, Optional<String> location) {
        server.createContext(path, exchange -> {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(authorizations::add);
            location.ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void anAnswerAtOnceIsHealthy() {
        answer("/health", 204, Optional.empty());
        assertThat(HealthCheck.parse(url("/health"), PATIENT).ask())
                .isEqualTo(new HealthCheck.Result(true, "health 204"));
    }

    @Test
    void anApplicationThatStartsGetsTime() {
        var asked = new AtomicInteger();
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        HealthCheck.Result result = new HealthCheck(URI.create(url("/health")), PATIENT).ask();
        assertThat(result.healthy()).isTrue();
        assertThat(result.words()).matches("health 200 after \\d\\.\\d s|health 200 after \\d+ s");
        assertThat(asked).hasValue(3);
    }

    @Test
    void whenPatienceIsOverTheLastAnswerIsTold() {
        answer("/health", 503, Optional.empty());
        HealthCheck.Result result = HealthCheck.parse(url("/health?token=hidden"), Duration.ofSeconds(3))
                .ask();
        assertThat(result.healthy()).isFalse();
        assertThat(result.words())
                .startsWith("health 503 from " + url("/health?...") + " after ")
                .matches(".* after \\d+(\\.\\d)? s")
                .doesNotContain("hidden");
    }

    @Test
    void userAndPasswordGoOutAsBasicAuthenticationAndIntoNoMessage() {
        answer("/health", 401, Optional.empty());
        String secret = url("/health").replace("://", "://monitor:p%40ss@");
        HealthCheck.Result result = HealthCheck.parse(secret, Duration.ZERO).ask();
        assertThat(result.words())
                .startsWith("health 401 from " + url("/health"))
                .doesNotContain("p%40ss", "p@ss");
        assertThat(authorizations)
                .containsExactly(
                        "Basic " + Base64.getEncoder().encodeToString("monitor:p@ss".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRedirectOnTheSameServerIsFollowedAndToAnotherIsNot() throws IOException {
        answer("/old", 302, Optional.of("/health"));
        answer("/health", 200, Optional.empty());
        assertThat(HealthCheck.parse(url("/old"), PATIENT).ask().words()).isEqualTo("health 200");

        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new AtomicInteger();
        other.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try {
            answer(
                    "/away",
                    302,
                    Optional.of("http://127.0.0.1:" + other.getAddress().getPort() + "/login"));
            HealthCheck.Result result =
                    HealthCheck.parse(url("/away"), Duration.ZERO).ask();
            assertThat(result.healthy()).isFalse();
            assertThat(result.words()).startsWith("health 302 with a redirect to another server, not followed,");
            assertThat(asked).hasValue(0);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aRedirectInCirclesEnds() {
        answer("/round", 302, Optional.of("/round"));
        assertThat(HealthCheck.parse(url("/round"), Duration.ZERO).ask().words())
                .startsWith("health: more than 5 redirects");
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        // none that is free now, and may be somebody's the next moment
        assertThat(HealthCheck.parse("http://127.0.0.1:1/", Duration.ZERO).ask().words())
                .startsWith("no health answer (nothing accepts connections) from http://127.0.0.1:1/");
    }

    @Test
    void aServerThatNeverAnswersIsNotWaitedForLongerThanPatienceLasts() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(HealthCheck.parse("http://127.0.0.1:" + mute.getLocalPort() + "/", Duration.ofMillis(500))
                            .ask()
                            .words())
                    .startsWith("no health answer (timed out) from ");
        }
    }

    @Test
    void anAnswerWithoutAnEndIsAnAnswer() {
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            // never closed
        });
        assertThat(HealthCheck.parse(url("/health"), PATIENT).ask().healthy()).isTrue();
    }

    @Test
    void whatIsNoUrlOfTheWebIsRefusedWithoutBeingRepeated() {
        for (String url : List.of("ftp://u:hidden@host/", "host/health", "http://u:hidden@[/", "http:///x")) {
            assertThatThrownBy(() -> HealthCheck.parse(url, PATIENT))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("db.healthUrl is no URL")
                    .hasMessageNotContaining("hidden");
        }
    }
}
