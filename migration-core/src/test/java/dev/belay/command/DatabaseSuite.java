package dev.belay.command;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.testing.EachServer;
import dev.belay.testing.TestServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;

/** What the core does with a database, on each server: every test has a project and an empty database of its own. */
@EachServer
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DatabaseSuite {

    @Parameter
    TestServer server;

    Scenario scenario;

    @BeforeEach
    void open(@TempDir Path folder) {
        scenario = new Scenario(server, folder);
    }

    @AfterEach
    void close() {
        if (scenario != null) {
            scenario.close();
        }
    }

    /** {@return what becomes of work on a thread of its own: in a pool, tests that wait for each other could block all} */
    static <T> CompletableFuture<T> concurrently(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }

    /** {@return what the goal is refused with} */
    static Problem refused(Runnable goal) {
        return problem(RefusalException.class, goal);
    }

    /** {@return the problem that the goal ends with} */
    static Problem problem(Class<? extends BelayException> kind, Runnable goal) {
        BelayException thrown = catchThrowableOfType(kind, goal::run);
        if (thrown == null) {
            throw new AssertionError("the goal ended well");
        }
        return thrown.problem();
    }
}
