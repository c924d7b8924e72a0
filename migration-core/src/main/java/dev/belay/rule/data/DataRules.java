package dev.belay.rule.data;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about what loses data. */
public final class DataRules {

    public static final List<Rule> ALL = List.of(
            new DropTableLosesData(),
            new DropColumnLosesData(),
            new DropSchemaLosesData(),
            new DropDatabaseLosesData(),
            new DropOwnedLosesData(),
            new DropConstraintUnguardsData(),
            new CascadeDropsWhatIsNotNamed(),
            new TruncateLosesData(),
            new DeleteHitsEveryRow(),
            new UpdateHitsEveryRow(),
            new NotNullColumnWithoutDefaultFails(),
            new ColumnAssignedTwice());

    private DataRules() {}
}
