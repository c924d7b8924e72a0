package dev.belay.generate;

import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What comes in a later phase, and who has to wait for it. */
final class Later {

    private final Catalog migrated;
    /** By the name that others call it by. */
    private final Map<String, Phase> made = new HashMap<>();

    private final Set<QualifiedName> keyed = new HashSet<>();

    Later(Catalog migrated) {
        this.migrated = migrated;
    }

    /** Something is made then. */
    void made(String name, Phase phase) {
        made.put(name, phase);
    }

    /** A table gets a key in a later phase. */
    void keyed(QualifiedName table) {
        keyed.add(migrated.full(table));
    }

    /** {@return whether a foreign key to the table may have to wait} */
    boolean keys(QualifiedName table) {
        return keyed.contains(migrated.full(table));
    }

    /** {@return when the statement can run; a view may also need the key that it groups by} */
    Phase phase(Difference statement) {
        Phase phase = made.entrySet().stream()
                .filter(entry -> Catalog.mentions(statement.sql(), entry.getKey()))
                .map(entry -> entry.getValue() == Phase.INDEXES ? Phase.VALIDATION : entry.getValue())
                .max(Phase::compareTo)
                .orElse(Phase.CHANGES);
        if (!(statement.kind() instanceof StatementKind.CreateView view)) {
            return phase;
        }
        boolean grouped = keyed.stream().anyMatch(table -> Catalog.mentions(statement.sql(), table.name()));
        Phase own = grouped && phase.compareTo(Phase.VALIDATION) < 0 ? Phase.VALIDATION : phase;
        if (own != Phase.CHANGES) {
            made(view.name().name(), own);
        }
        return own;
    }
}
