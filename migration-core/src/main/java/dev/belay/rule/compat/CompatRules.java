package dev.belay.rule.compat;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about what breaks clients that run now, or what cannot be taken back. */
public final class CompatRules {

    public static final List<Rule> ALL = List.of(
            new RowSecurityHidesRows(),
            new DropNotNullSurprisesClients(),
            new RenameColumnBreaksClients(),
            new RenameTableBreaksClients(),
            new SetSchemaBreaksClients(),
            new PolicyChangesVisibleRows(),
            new RenamedObjectBreaksClients(),
            new RenamedEnumValueBreaksClients(),
            new EnumValueCannotBeTakenBack());

    private CompatRules() {}
}
