package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.Progress;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A swap that cannot even take its fence down again. */
class LeftFenceBySwapTest extends ShopSuite {

    @Test
    void whatIsNotKnownIsNotSaidAndTheRemedyIsTheNextCommand() {
        Backup backup = new Backups().make(shop.request(dir));
        RestoreOptions options = shop.options();
        String side = shop.beside("_side");
        Restore.into(backup, shop.maintenance().settings(), side, options);
        shop.database.execute("ALTER ROLE " + shop.reader + " SUPERUSER CONNECTION LIMIT -1 PASSWORD 'secret'");
        // in the middle of it the role loses its rights
        SwapRequest.LastWork demotion = (live, other) -> shop.maintenance()
                .execute("REVOKE " + Quoted.name(shop.owner) + " FROM " + shop.reader + "; ALTER ROLE " + shop.reader
                        + " NOSUPERUSER");
        var request = new SwapRequest(
                shop.database.settings().withCredentials(Optional.of(shop.reader), Optional.of(new Secret("secret"))),
                side,
                backup.manifest(),
                new Backups().facts(backup, Optional.empty()),
                writes -> writes,
                writes -> true,
                demotion,
                options.run(),
                Progress.SILENT);

        BelayException failure = catchThrowableOfType(BelayException.class, () -> Swap.run(request));

        assertThat(failure.problem().state().orElseThrow())
                .isEqualTo(shop.database.name()
                        + " is the database that was live before, and may still let nobody in; " + side
                        + " is the one that was restored.");
        assertThat(failure.problem().next())
                .contains("ALTER DATABASE \"" + shop.database.name() + "\" ALLOW_CONNECTIONS true;");
        assertThat(shop.maintenance()
                        .query("SELECT datallowconn FROM pg_database WHERE datname = '" + shop.database.name() + "'"))
                .containsExactly("f");
    }
}
