package dev.belay.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs in a process of their own that is killed, on the latest server that the installed programs know.
 * {@code -Dbelay.kills=100} says how often.
 */
@Tag("integration")
@ExtendWith(PostgresExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no watchdog on Windows")
abstract class KilledSuite {

    static final int KILLS = Integer.getInteger("belay.kills", 0);

    final Random random = new Random(Long.getLong("belay.kills.seed", 4711));

    TestServers servers;
    int major;

    @TempDir
    Path folder;

    @TempDir
    Path backups;

    @BeforeEach
    final void choose(TestServers given) {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "pg_dump is not installed");
        servers = given;
        major = Math.min(client.get().major(), 18);
    }
}
