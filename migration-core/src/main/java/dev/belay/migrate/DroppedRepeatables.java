package dev.belay.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.CoreMigrationType;

/**
 * Watches what undo scripts drop of what repeatable scripts have made. Such a script is marked in the history as deleted,
 * in the undo script's transaction: whatever happens then, Flyway applies it again with the next upgrade.
 */
final class DroppedRepeatables {

    private final FlywayScope scope;
    private final RepeatablesBack repeatables;
    private final List<String> scripts = new ArrayList<>();
    private DroppableObjects there = DroppableObjects.NONE;
    private boolean any;

    DroppedRepeatables(FlywayScope scope, RepeatablesBack repeatables) {
        this.scope = scope;
        this.repeatables = repeatables;
    }

    /** {@return those marked so far, as the history names them} */
    List<String> scripts() {
        return List.copyOf(scripts);
    }

    /** {@return whether anything was dropped that a repeatable script might have made} */
    boolean any() {
        return any;
    }

    /** Before the first undo script. */
    void begin() {
        there = read();
    }

    /** Behind an undo script, in its transaction. */
    void look() {
        DroppableObjects now = read();
        Set<String> gone = there.goneIn(now);
        there = now;
        any |= !gone.isEmpty();
        repeatables.naming(gone).stream()
                .filter(repeatable -> !scripts.contains(repeatable.script()))
                .forEach(this::mark);
    }

    /** Without a checksum, as a version that is taken back; Flyway's repair writes one. */
    private void mark(AppliedRepeatable repeatable) {
        scripts.add(repeatable.script());
        scope.history()
                .addAppliedMigration(
                        null, repeatable.description(), CoreMigrationType.DELETE, repeatable.script(), null, 0, true);
    }

    private DroppableObjects read() {
        if (repeatables.present().isEmpty() && repeatables.lost().isEmpty()) {
            return DroppableObjects.NONE;
        }
        try {
            return DroppableObjects.read(scope.connection());
        } catch (SQLException e) {
            throw BelaySchema.unusable(e);
        }
    }
}
