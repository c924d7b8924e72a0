package dev.belay.rule.history;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about scripts as such: names, versions, what changed. */
public final class HistoryRules {

    public static final List<Rule> ALL = List.of(
            new TransactionControlInScript(),
            new TextIsBroken(),
            new ScriptCannotBeRead(),
            new MisnamedScriptIsSkipped(),
            new DuplicateVersionIsRefused(),
            new VersionHasNoUndo(),
            new UndoHasNoVersion(),
            new ScriptChangedSinceBase(),
            new ScriptDeletedSinceBase(),
            new VersionOutOfOrder(),
            new ScriptCannotRunAgain(),
            new SessionIsReset(),
            new ScriptIsEmpty());

    private HistoryRules() {}
}
