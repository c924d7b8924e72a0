package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.maven.model.Model;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever hears that a run begins hears of its end, too. */
class RunVoicesTest {

    @TempDir
    Path folder;

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void run(Supplier<String> work) {
        Goal goal = TestGoals.typed("backup", new Model(), new Properties());
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try (var voices = RunVoices.open(goal, Progress.SILENT, folder, Optional.of(url), Optional.empty(), 30)) {
            voices.hearing(goal, () -> {
                voices.progress()
                        .opened(
                                new TargetInfo("shop", "127.0.0.1:5432", "17.0", false, Environment.STAGING),
                                RunId.random());
                return work.get();
            });
        }
    }

    @Test
    void aRunWithoutAReportEndsForTheWebhookToo() {
        run(() -> "done");
        assertThat(posted)
                .satisfiesExactly(
                        start -> assertThat(start).contains("\"event\":\"start\""),
                        end -> assertThat(end).contains("\"event\":\"success\"", "\"goal\":\"backup\""));
    }

    @Test
    void soDoesOneThatFails() {
        assertThatThrownBy(() -> run(() -> {
                    throw new RefusalException(Problem.of("no", "yes"));
                }))
                .isInstanceOf(RefusalException.class);
        assertThat(posted)
                .satisfiesExactly(
                        start -> assertThat(start).contains("\"event\":\"start\""),
                        end -> assertThat(end).contains("\"event\":\"failure\""));
    }
}
