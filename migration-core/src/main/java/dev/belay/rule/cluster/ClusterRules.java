package dev.belay.rule.cluster;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about what leaves the database: roles, files, other servers, settings. */
public final class ClusterRules {

    public static final List<Rule> ALL = List.of(
            new ExtensionDependsOnServer(),
            new ClusterWideChange(),
            new CopyLeavesTheDatabase(),
            new SessionSettingLeaks(),
            new FunctionLeavesTheDatabase());

    private ClusterRules() {}
}
