package dev.belay.git;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads from a CI job's environment variables which branch the change under test is to be merged into. Each CI system
 * has its own names for them, documented in its page on predefined variables.
 */
final class CiPullRequest {

    private static final String HEADS = "refs/heads/";

    private static final List<Variable> BASE_BRANCH = List.of(
            Variable.named("GITHUB_BASE_REF"), // GitHub, Gitea, Forgejo
            Variable.named("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"), // GitLab
            Variable.named("BITBUCKET_PR_DESTINATION_BRANCH"),
            Variable.named("CHANGE_TARGET"), // Jenkins, multibranch
            Variable.named("SYSTEM_PULLREQUEST_TARGETBRANCH"), // Azure Pipelines
            Variable.named("BUILDKITE_PULL_REQUEST_BASE_BRANCH"),
            Variable.named("CIRRUS_BASE_BRANCH"),
            // these three name the pushed branch where the build is none of a pull request
            new Variable("TRAVIS_BRANCH", env -> isSet(env, "TRAVIS_PULL_REQUEST", "false")),
            new Variable("APPVEYOR_REPO_BRANCH", env -> isSet(env, "APPVEYOR_PULL_REQUEST_NUMBER", "")),
            new Variable("DRONE_TARGET_BRANCH", env -> isSet(env, "DRONE_PULL_REQUEST", "")),
            Variable.named("CI_COMMIT_TARGET_BRANCH")); // Woodpecker

    private CiPullRequest() {}

    /** {@return the branch that the pull request is to be merged into, without {@code refs/heads/}} */
    static Optional<String> baseBranch(Map<String, String> environment) {
        return BASE_BRANCH.stream()
                .filter(variable -> variable.applies().test(environment))
                .flatMap(variable -> value(environment, variable.name()).stream())
                .findFirst()
                .map(branch -> branch.startsWith(HEADS) ? branch.substring(HEADS.length()) : branch);
    }

    /** {@return the commit that the pull request's branch started from, where the CI says it (GitLab)} */
    static Optional<String> baseCommit(Map<String, String> environment) {
        return value(environment, "CI_MERGE_REQUEST_DIFF_BASE_SHA");
    }

    /** {@return the repository's default branch, where the CI says it (GitLab)} */
    static Optional<String> defaultBranch(Map<String, String> environment) {
        return value(environment, "CI_DEFAULT_BRANCH");
    }

    private static boolean isSet(Map<String, String> environment, String variable, String not) {
        return value(environment, variable).filter(value -> !value.equals(not)).isPresent();
    }

    private static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private record Variable(String name, Predicate<Map<String, String>> applies) {

        static Variable named(String name) {
            return new Variable(name, environment -> true);
        }
    }
}
