package dev.belay.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CiPullRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GITHUB_BASE_REF",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
                "BITBUCKET_PR_DESTINATION_BRANCH",
                "CHANGE_TARGET",
                "SYSTEM_PULLREQUEST_TARGETBRANCH",
                "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
                "CIRRUS_BASE_BRANCH",
                "CI_COMMIT_TARGET_BRANCH"
            })
    void readsTheBaseBranchOfEachCi(String variable) {
        assertThat(CiPullRequest.baseBranch(Map.of(variable, "release/2"))).contains("release/2");
    }

    @Test
    void takesAzuresFullRefName() {
        assertThat(CiPullRequest.baseBranch(Map.of("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")))
                .contains("main");
    }

    @Test
    void anEmptyVariableIsNone() {
        assertThat(CiPullRequest.baseBranch(Map.of("GITHUB_BASE_REF", "", "CHANGE_TARGET", "develop")))
                .contains("develop");
    }

    @Test
    void travisNamesTheBaseBranchOnlyInAPullRequest() {
        assertThat(CiPullRequest.baseBranch(Map.of("TRAVIS_BRANCH", "feature", "TRAVIS_PULL_REQUEST", "false")))
                .isEmpty();
        assertThat(CiPullRequest.baseBranch(Map.of("TRAVIS_BRANCH", "main", "TRAVIS_PULL_REQUEST", "17")))
                .contains("main");
    }

    @Test
    void droneNamesTheBaseBranchOnlyInAPullRequest() {
        assertThat(CiPullRequest.baseBranch(Map.of("DRONE_TARGET_BRANCH", "feature")))
                .isEmpty();
        assertThat(CiPullRequest.baseBranch(Map.of("DRONE_TARGET_BRANCH", "main", "DRONE_PULL_REQUEST", "17")))
                .contains("main");
    }
}
