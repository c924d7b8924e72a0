package dev.belay.target;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the environment is that of a CI build. {@code CI} is what GitHub, GitLab, Bitbucket, CircleCI, Travis,
 * Buildkite, Drone, Woodpecker, Cirrus, Netlify and newer Jenkins set, to {@code true} or {@code 1}; the others are
 * known by a variable of their own. Whoever sets {@code CI} to {@code false} says that it is none.
 *
 * @param variables the environment's variables
 */
record CiBuild(Map<String, String> variables) {

    private static final Set<String> NO = Set.of("false", "0", "no", "off");

    /** Azure Pipelines, TeamCity, Jenkins, AWS CodeBuild. */
    private static final List<String> OTHERS =
            List.of("TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL", "CODEBUILD_BUILD_ID");

    /** {@return what tells that it is one, for people, such as {@code CI=true}; empty when it is none} */
    Optional<String> sign() {
        return filled("CI")
                .map(value -> NO.contains(value.toLowerCase(Locale.ROOT)) ? "" : shown(value))
                .or(() -> OTHERS.stream()
                        .filter(name -> filled(name).isPresent())
                        .map(name -> name + " is set")
                        .findFirst())
                .filter(sign -> !sign.isEmpty());
    }

    /** The usual values only: anything may have been put there. */
    private static String shown(String value) {
        return value.matches("[A-Za-z0-9]{1,10}") ? "CI=" + value : "CI is set";
    }

    private Optional<String> filled(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
