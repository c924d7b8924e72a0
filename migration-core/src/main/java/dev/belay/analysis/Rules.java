package dev.belay.analysis;

import dev.belay.rule.Rule;
import dev.belay.rule.data.CascadeDropsWhatIsNotNamed;
import dev.belay.rule.data.DeleteHitsEveryRow;
import dev.belay.rule.data.DropColumnLosesData;
import dev.belay.rule.data.DropConstraintUnguardsData;
import dev.belay.rule.data.DropDatabaseLosesData;
import dev.belay.rule.data.DropOwnedLosesData;
import dev.belay.rule.data.DropSchemaLosesData;
import dev.belay.rule.data.DropTableLosesData;
import dev.belay.rule.data.TruncateLosesData;
import dev.belay.rule.data.UpdateHitsEveryRow;
import dev.belay.rule.history.DuplicateVersionIsRefused;
import dev.belay.rule.history.MisnamedScriptIsSkipped;
import dev.belay.rule.history.ScriptChangedSinceBase;
import dev.belay.rule.history.ScriptDeletedSinceBase;
import dev.belay.rule.history.TextIsBroken;
import dev.belay.rule.history.TransactionControlInScript;
import dev.belay.rule.history.UndoHasNoVersion;
import dev.belay.rule.history.VersionHasNoUndo;
import dev.belay.rule.history.VersionOutOfOrder;
import java.util.List;

/** The catalogue: every rule there is. A rule that is not in this list does not exist. */
public final class Rules {

    public static final List<Rule> ALL = List.of(
            // what loses data
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
            // the scripts as such
            new TransactionControlInScript(),
            new TextIsBroken(),
            new MisnamedScriptIsSkipped(),
            new DuplicateVersionIsRefused(),
            new VersionHasNoUndo(),
            new UndoHasNoVersion(),
            new ScriptChangedSinceBase(),
            new ScriptDeletedSinceBase(),
            new VersionOutOfOrder());

    private Rules() {}
}
