package dev.belay.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belay.outcome.Environment;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.RunStart;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.TargetInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final Webhook.Limits LIMITS =
            new Webhook.Limits(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMillis(10));
    private static final TargetInfo SHOP =
            new TargetInfo("shop", "db.example.org:5432", "16.4", false, Environment.PRODUCTION);
    private static final RunId RUN = new RunId("7f3a0c11");
    private static final Instant STARTED = Instant.parse("2026-11-20T23:15:00Z");

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    private record Received(String method, String uri, String type, String authorization, String body) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }

        String event() throws IOException {
            return json().at("/event").asText();
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers.getFirst("Content-Type"),
                    headers.getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Integer status = answers.pollFirst();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=s3cret";
    }

    private Webhook webhook(String url) {
        return new Webhook(url, Optional.empty(), warnings::add, LIMITS);
    }

    private static RunStart start() {
        return new RunStart("upgrade", SHOP, RUN, "deploy@ci-7", Optional.of("a1b2c3d"), STARTED, Optional.of("40"));
    }

    private static RunReport end(Result result, Optional<Problem> problem) {
        return new RunReport(
                "upgrade",
                SHOP,
                RUN,
                "deploy@ci-7",
                Optional.of("a1b2c3d"),
                Optional.empty(),
                STARTED,
                Duration.ofMillis(77_400),
                result,
                Optional.of("40"),
                Optional.of("42"),
                List.of(new StepReport(
                        Step.WAY_BACK, StepReport.Result.DONE, "taken back", List.of(), Duration.ofMillis(420))),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                problem);
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(2, TimeUnit.MINUTES);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void theStartIsSentWhileTheRunWorksAndTheEndBeforeItIsClosed() throws Exception {
        Webhook webhook = webhook(url());
        webhook.started(start());
        assertThat(next().event()).isEqualTo("start");
        webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
        webhook.close();
        assertThat(received.poll().event()).isEqualTo("success");
        assertThat(warnings).isEmpty();
    }

    @Test
    void theBodySaysAllThatThereIsToKnow() throws Exception {
        try (Webhook webhook = webhook(url())) {
            webhook.finished(end(Result.ROLLED_BACK, Optional.of(Problem.of("V42.sql:7:1: \"x\"", "look"))));
        }
        Received request = received.poll();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/hook?token=s3cret");
        assertThat(request.type()).isEqualTo("application/json");
        assertThat(request.json()).isEqualTo(new ObjectMapper().readTree("""
                {"event": "rollback",
                 "text": "upgrade of shop (production) rolled back, version 40 -> 42: V42.sql:7:1: \\"x\\"",
                 "goal": "upgrade", "database": "shop", "server": "db.example.org:5432",
                 "environment": "production", "run": "7f3a0c11", "startedBy": "deploy@ci-7",
                 "gitCommit": "a1b2c3d", "started": "2026-11-20T23:15:00Z", "duration": "PT1M17.4S",
                 "result": "rolled_back", "versionBefore": "40", "versionAfter": "42",
                 "steps": [{"step": "way_back", "result": "done", "words": "taken back", "duration": "PT0.42S"}],
                 "warnings": [],
                 "problem": {"what": "V42.sql:7:1: \\"x\\"", "details": [], "state": null, "next": "look"}}
                """));
    }

    @Test
    void theLastWarningIsInTheLineThatChatProgramsShow() throws Exception {
        RunReport end = end(Result.SUCCEEDED, Optional.empty());
        var warned = new RunReport(
                end.goal(),
                end.target(),
                end.run(),
                end.startedBy(),
                end.gitCommit(),
                end.plan(),
                end.started(),
                end.duration(),
                end.result(),
                end.versionBefore(),
                end.versionAfter(),
                end.steps(),
                end.applied(),
                end.audit(),
                List.of("an index is not valid", "traffic may still be stopped"),
                end.backup(),
                end.rehearsal(),
                end.problem());
        try (Webhook webhook = webhook(url())) {
            webhook.finished(warned);
        }
        JsonNode json = received.poll().json();
        assertThat(json.at("/text").asText())
                .isEqualTo("upgrade of shop (production) succeeded, version 40 -> 42; 2 warnings, the last: traffic may"
                        + " still be stopped");
        assertThat(json.at("/warnings")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED,success",
        "REFUSED,failure",
        "ROLLED_BACK,rollback",
        "RESTORED,rollback",
        "FAILED,failure",
        "INVALID,failure"
    })
    void eachResultIsAnEvent(Result result, String event) throws Exception {
        try (Webhook webhook = webhook(url())) {
            webhook.finished(end(result, Optional.empty()));
        }
        assertThat(received.poll().event()).isEqualTo(event);
    }

    @Test
    void aFailureBeforeTheFirstStepIsOneToo() throws Exception {
        var failed = FailedOutcome.of(
                FailedOutcome.Ending.FAILED,
                "upgrade",
                Problem.of("no server", "start it"),
                Optional.empty(),
                Optional.empty(),
                List.of());
        try (Webhook webhook = webhook(url())) {
            webhook.failed(failed);
        }
        JsonNode json = received.poll().json();
        assertThat(json.at("/event").asText()).isEqualTo("failure");
        assertThat(json.at("/database").isNull()).isTrue();
        assertThat(json.at("/problem/next").asText()).isEqualTo("start it");
    }

    @Test
    void whatIsNotTakenTwiceIsSentAThirdTime() throws Exception {
        answers.addAll(List.of(500, 503));
        try (Webhook webhook = webhook(url())) {
            webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
        }
        assertThat(received).hasSize(3);
        assertThat(received.stream().map(Received::body).distinct()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void afterThreeMoreAttemptsItIsOneWarningForAll() throws Exception {
        answers.addAll(Collections.nCopies(8, 502));
        try (Webhook webhook = webhook(url())) {
            webhook.started(start());
            webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
        }
        assertThat(received).hasSize(8);
        assertThat(warnings)
                .containsExactly("The webhook at http://127.0.0.1:"
                        + server.getAddress().getPort()
                        + " was not told of: start (HTTP 502, 4 attempts), success (HTTP 502, 4 attempts).");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 410})
    void whatWouldBeRefusedAgainIsNotSentAgain(int status) {
        answers.add(status);
        try (Webhook webhook = webhook(url())) {
            webhook.started(start());
        }
        assertThat(received).hasSize(1);
        assertThat(warnings).singleElement().asString().endsWith("was not told of: start (HTTP " + status + ").");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 504})
    void whatMayBeTakenLaterIsSentAgain(int status) {
        answers.add(status);
        try (Webhook webhook = webhook(url())) {
            webhook.started(start());
        }
        assertThat(received).hasSize(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAtTheDeadline() throws IOException {
        // its queue takes the connection, and nobody takes it from there
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var limits = new Webhook.Limits(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(10));
            Webhook webhook =
                    new Webhook("http://127.0.0.1:" + silent.getLocalPort(), Optional.empty(), warnings::add, limits);
            webhook.started(start());
            webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
            long begin = System.nanoTime();
            webhook.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            assertThat(warnings).singleElement().asString().contains("start (", "success (");
        }
    }

    @Test
    void aWrongHostIsAWarning() {
        try (Webhook webhook = webhook("https://user:pw@nowhere.invalid:8443/T0/B0/s3cret?token=s3cret")) {
            webhook.started(start());
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("The webhook at https://nowhere.invalid:8443 was not told of: start (")
                .doesNotContain("pw", "s3cret", "user:");
    }

    @Test
    void aPortWhereNothingListensIsAWarning() {
        server.stop(0);
        try (Webhook webhook = webhook(url())) {
            webhook.started(start());
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("was not told of: start (nothing listens there, 4 attempts).");
    }

    @Test
    void userAndPasswordBeforeTheHostAreSentAsAHeader() throws Exception {
        try (Webhook webhook = webhook(url().replace("http://", "http://me:p%40+w@"))) {
            webhook.started(start());
        }
        Received request = next();
        assertThat(request.authorization())
                .isEqualTo("Basic "
                        + java.util.Base64.getEncoder().encodeToString("me:p@+w".getBytes(StandardCharsets.UTF_8)));
        assertThat(request.body()).doesNotContain("p@+w");
    }

    @Test
    void aRunThatTakesTooLongIsAnEventWhileItRuns() throws Exception {
        try (Webhook webhook = new Webhook(url(), Optional.of(Duration.ofMillis(50)), warnings::add, LIMITS)) {
            webhook.started(start());
            assertThat(next().event()).isEqualTo("start");
            Received slow = next();
            assertThat(slow.event()).isEqualTo("slow");
            assertThat(slow.json().at("/duration").asText()).isEqualTo("PT0.05S");
            webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
        }
        assertThat(received.poll().event()).isEqualTo("success");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aRunThatEndsInTimeIsNot() throws Exception {
        try (Webhook webhook = new Webhook(url(), Optional.of(Duration.ofHours(1)), warnings::add, LIMITS)) {
            webhook.started(start());
            webhook.finished(end(Result.SUCCEEDED, Optional.empty()));
        }
        assertThat(received).hasSize(2);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "${WEBHOOK}", "ftp://host/s3cret", "https:///s3cret", "hooks/s3cret", "http://a b/s3cret"})
    void whatIsNoUrlIsRefusedWithoutRepeatingIt(String typed) {
        assertThatThrownBy(() -> webhook(typed))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.webhook")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
