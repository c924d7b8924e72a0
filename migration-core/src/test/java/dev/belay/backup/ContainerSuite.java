package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.server.ClientSource;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestEngine;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Backups of embedded databases by the programs of an image; skipped where there is no container engine. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
@ResourceLock(TestEngine.CONTAINERS)
abstract class ContainerSuite {

    TestServers servers;

    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    TestEngine engine;

    Shop shop;

    @TempDir
    Path dir;

    @BeforeEach
    void open(TestServers given) {
        engine = TestEngine.require();
        servers = given;
        shop = Shop.open(servers);
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
            assertThat(engine.containersOf(ProcessHandle.current().pid())).isEmpty();
        }
    }

    Optional<ClientSource> image() {
        return Optional.of(new ClientSource.Image(engine.image()));
    }

    BackupRequest request(Optional<ClientSource> client, Optional<BackupKey> key) {
        return request(shop.database.settings(), client, key);
    }

    BackupRequest request(ConnectionSettings settings, Optional<ClientSource> client, Optional<BackupKey> key) {
        return new BackupRequest(
                settings,
                BackupMethod.PG_DUMP,
                dir,
                key,
                Optional.of("40"),
                RunId.random(),
                client,
                Optional.empty(),
                new Progress() {
                    @Override
                    public void info(String line) {
                        heard.add(line);
                    }

                    @Override
                    public void detail(String line) {
                        heard.add(line);
                    }
                });
    }
}
