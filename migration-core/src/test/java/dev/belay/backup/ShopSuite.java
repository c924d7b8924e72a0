package dev.belay.backup;

import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every test has a shop of its own, and a folder for its backups. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
abstract class ShopSuite {

    TestServers servers;
    Shop shop;

    @TempDir
    Path dir;

    @BeforeEach
    void openShop(TestServers all) {
        servers = all;
        shop = Shop.open(all);
    }

    @AfterEach
    void closeShop() {
        if (shop != null) {
            shop.close();
        }
    }
}
