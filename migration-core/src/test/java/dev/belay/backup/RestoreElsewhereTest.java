package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.postgres.Quoted;
import dev.belay.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On another server, which does not have the roles. */
class RestoreElsewhereTest extends ShopSuite {

    private TestDatabase scratch;
    private String side;

    @BeforeEach
    void open() {
        scratch = servers.newDatabase(shop.database.major() == 18 ? 17 : shop.database.major() + 1);
        side = shop.database.name() + "_side";
    }

    @AfterEach
    void close() {
        if (shop != null) {
            scratch.execute("DROP DATABASE IF EXISTS " + side + " WITH (FORCE)");
            scratch.execute("DROP ROLE IF EXISTS " + shop.reader + "; DROP ROLE IF EXISTS " + Quoted.name(shop.owner));
            servers.drop(scratch);
        }
    }

    @Test
    void aRehearsalGetsRolesWithoutLoginAndPublishesNothing() {
        shop.database.execute("CREATE PUBLICATION p FOR TABLE app.orders; DROP SCHEMA public CASCADE");
        Restored restored = restore(RestoreOptions.rehearsal(RunId.random()));

        assertThat(restored.createdRoles()).contains(shop.owner, shop.reader);
        assertThat(scratch.query("SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + shop.reader + "'"))
                .containsExactly("f");
        TestDatabase copy = copy();
        assertThat(copy.query("SELECT relowner::regrole = to_regrole(" + Quoted.text(Quoted.name(shop.owner))
                        + ") FROM pg_class WHERE relname = 'orders'"))
                .containsExactly("t");
        assertThat(copy.query("SELECT count(*) FROM pg_publication")).containsExactly("0");
        assertThat(copy.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'"))
                .containsExactly("0");
        assertThat(copy.query("SELECT count(*) FROM app.orders")).containsExactly("1000");
    }

    @Test
    void withoutOwnersEverythingBelongsToTheRoleThatRestores() {
        RestoreOptions options = new RestoreOptions(
                RunId.random(),
                true,
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                shop.options().progress());
        restore(options);
        assertThat(copy().query("SELECT DISTINCT relowner::regrole = current_user::regrole FROM pg_class"
                        + " WHERE relnamespace = 'app'::regnamespace"))
                .containsExactly("t");
    }

    @Test
    void aRestoreThatFailsLeavesNoDatabase() {
        assertThatThrownBy(() -> restore(RestoreOptions.complete(RunId.random())))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("No database that was there before has been changed");
        assertThat(scratch.query("SELECT 1 FROM pg_database WHERE datname = '" + side + "'"))
                .isEmpty();
    }

    @Test
    void aDatabaseThatIsThereIsNotTouched() {
        scratch.execute("CREATE DATABASE " + side);
        assertThatThrownBy(() -> restore(RestoreOptions.rehearsal(RunId.random())))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(side);
        assertThat(copy().query("SELECT 1")).isEqualTo(List.of("1"));
    }

    @Test
    void aDatabaseOfAnotherRunIsNotDropped() throws Exception {
        RunId run = RunId.random();
        scratch.execute("CREATE DATABASE " + side);
        try (var connection = scratch.connect()) {
            assertThat(OwnDatabase.drop(connection, side, run)).isFalse();
            OwnDatabase.mark(
                    connection, side, new DatabaseComment(RunId.random(), DatabaseComment.Purpose.RESTORED, "shop"));
            assertThat(OwnDatabase.drop(connection, side, run)).isFalse();
            OwnDatabase.mark(connection, side, new DatabaseComment(run, DatabaseComment.Purpose.RESTORED, "shop"));
            assertThat(OwnDatabase.drop(connection, side, run)).isTrue();
            assertThat(OwnDatabase.drop(connection, side, run)).isFalse();
        }
    }

    private Restored restore(RestoreOptions options) {
        Backup backup = new Backups().make(shop.request(dir));
        return Restore.into(backup, scratch.settings(), side, options.withClient(shop.source()));
    }

    private TestDatabase copy() {
        return new TestDatabase(side, scratch.major(), scratch.settings().withDatabase(side));
    }
}
