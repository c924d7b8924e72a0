package dev.belay.rule.rewrite;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about rows that are copied into new files. */
public final class RewriteRules {

    public static final List<Rule> ALL = List.of(
            new VolatileDefaultRewritesTable(),
            new SerialColumnRewritesTable(),
            new StoredGeneratedColumnRewritesTable(),
            new TypeChangeRewritesTable(),
            new SetLoggedRewritesTable(),
            new MovingRowsBlocksTable(),
            new VacuumFullRewritesTable());

    private RewriteRules() {}
}
