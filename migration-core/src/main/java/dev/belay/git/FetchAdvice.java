package dev.belay.git;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.List;
import java.util.Map;

/** What to type when the repository lacks what a comparison needs. */
record FetchAdvice(String remote, boolean shallow, Map<String, String> environment) {

    RefusalException missingBranch(String branch, String role) {
        return refusal(
                "The check needs " + remote + "/" + branch + ", " + role + ", and this " + kind() + " does not have it",
                fetch(branch));
    }

    RefusalException noCommonHistory(String name) {
        String prefix = remote + "/";
        return refusal(
                "This " + kind() + " does not reach back to where the branch left " + name,
                name.startsWith(prefix) ? fetch(name.substring(prefix.length())) : fetchAll());
    }

    RefusalException unknownRef(String ref) {
        String prefix = remote + "/";
        return refusal(
                "db.base names " + ref + ", and this " + kind() + " has no such branch, tag or commit",
                (ref.startsWith(prefix) ? fetch(ref.substring(prefix.length())) : fetchAll())
                        + "; or name another with -Ddb.base");
    }

    RefusalException unknownDefault() {
        return refusal(
                "Which branch of " + remote + " is the default one cannot be told from this " + kind()
                        + ", so there is nothing to compare the scripts with",
                (shallow ? fetchAll() + " && " : "") + "git remote set-head " + remote + " --auto; or name it with"
                        + " -Ddb.base=" + remote + "/<branch>");
    }

    private RefusalException refusal(String what, String next) {
        Problem problem = Problem.of(what + ".", next);
        if (shallow && "true".equals(environment.get("GITHUB_ACTIONS"))) {
            problem = problem.withDetails(List.of("For actions/checkout: fetch-depth: 0"));
        }
        if (shallow && "true".equals(environment.get("GITLAB_CI"))) {
            problem = problem.withDetails(List.of("For GitLab: the variable GIT_DEPTH: 0"));
        }
        return new RefusalException(problem);
    }

    private String kind() {
        return shallow ? "shallow clone" : "clone";
    }

    private String fetch(String branch) {
        return fetch() + " +refs/heads/" + branch + ":refs/remotes/" + remote + "/" + branch;
    }

    private String fetchAll() {
        return fetch() + " --tags '+refs/heads/*:refs/remotes/" + remote + "/*'";
    }

    private String fetch() {
        return "git fetch " + (shallow ? "--unshallow " : "") + remote;
    }
}
