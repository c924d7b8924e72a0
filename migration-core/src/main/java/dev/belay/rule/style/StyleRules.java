package dev.belay.rule.style;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules that give advice on new tables and names. */
public final class StyleRules {

    public static final List<Rule> ALL = List.of(
            new IndexOverManyColumns(),
            new EnumIsHardToChange(),
            new KeyIsTooSmall(),
            new SerialIsSuperseded(),
            new JsonHasNoEquality(),
            new TypeIsSecondBest(),
            new TableHasNoPrimaryKey(),
            new NameIsCut(),
            new OneTableAlteredTwice(),
            new NameDependsOnSearchPath(),
            new NameNeedsQuotes(),
            new ColumnsArePadded());

    private StyleRules() {}
}
