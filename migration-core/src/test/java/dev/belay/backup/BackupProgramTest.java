package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import dev.belay.server.ClientSource;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which pg_dump makes a backup: an installed one, that of an image, or none. */
class BackupProgramTest extends ContainerSuite {

    @Test
    void anImageOlderThanTheServerIsRefused() {
        Assumptions.assumeTrue(shop.client.major() < 18, "there is no later server than the client");
        TestDatabase later = servers.newDatabase(18);
        try {
            assertThatThrownBy(() -> new Backups().make(request(later.settings(), image(), Optional.empty())))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("needs pg_dump 18 or later: the image " + engine.image() + " has ")
                    .hasMessageContaining("was not changed")
                    .hasMessageContaining("postgresql-client-18");
        } finally {
            servers.drop(later);
        }
        assertThat(dir.resolve(later.name())).isEmptyDirectory();
    }

    @Test
    void anImageThatCannotBeFetchedIsNamedWithTheOtherWays() {
        assertThatThrownBy(() -> new Backups()
                        .make(request(nowhereElse("localhost/no-such-image:1"), Optional.of(BackupKey.generate()))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("none is installed, and the image localhost/no-such-image:1 cannot be fetched")
                .hasMessageContaining("postgresql-client-" + shop.database.major())
                .hasMessageContaining("db.backup.client");
        assertThat(heard).contains("Fetching the image localhost/no-such-image:1 for pg_dump");
    }

    @Test
    void withoutAnInstalledProgramNobodyConnectedMeansACopyAndSomebodyAContainer() throws Exception {
        Optional<ClientSource> client = nowhereElse(engine.image());
        Backup copied = new Backups().make(automatic(client));
        shop.beside(copied.manifest()
                .copy()
                .orElseThrow()
                .substring(shop.database.name().length()));
        assertThat(copied.manifest().method()).isEqualTo(BackupMethod.TEMPLATE);
        try (Connection other = shop.database.connect()) {
            assertThat(Backups.way(automatic(client), shop.database.major())).isEqualTo(BackupMethod.PG_DUMP);
            Backup dumped = new Backups().make(automatic(client));
            assertThat(dumped.manifest().method()).isEqualTo(BackupMethod.PG_DUMP);
            assertThat(dumped.folder().resolve("dump")).isDirectory();
            Path empty = Files.createDirectory(dir.resolve("empty"));
            assertThatThrownBy(() -> new Backups().make(automatic(Optional.of(new ClientSource.Folder(empty)))))
                    .isInstanceOf(RefusalException.class);
            assertThat(other.isValid(60)).isTrue();
        }
    }

    @Test
    void whatIsInstalledComesBeforeAContainer() {
        Optional<ClientSource> both = Optional.of(
                new ClientSource.Search(List.of(shop.client.folder()), major -> "localhost/no-such-image:1"));
        assertThat(new Backups().make(automatic(both)).manifest().method()).isEqualTo(BackupMethod.PG_DUMP);
        assertThat(heard).noneMatch(line -> line.contains("container"));
    }

    /** As on a machine on which nothing is installed. */
    private static Optional<ClientSource> nowhereElse(String image) {
        return Optional.of(new ClientSource.Search(List.of(), major -> image));
    }

    private BackupRequest automatic(Optional<ClientSource> client) {
        return request(client, Optional.empty()).by(BackupMethod.AUTO);
    }
}
