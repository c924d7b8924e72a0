package dev.belay.report;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.RuleInfo;
import dev.belay.outcome.CheckOutcome;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the reports of a check are made of.
 *
 * @param outcome what was found
 * @param rules the rules there are; a finding of another one is reported without an explanation
 * @param failOn from what severity on a finding fails the build
 * @param baseDir the directory from which a code host knows the paths of files: the repository's, an absolute path
 */
public record CheckReport(CheckOutcome outcome, List<RuleInfo> rules, FailOn failOn, Path baseDir) {

    public CheckReport {
        rules = List.copyOf(rules);
        baseDir = baseDir.toAbsolutePath().normalize();
    }

    /** {@return what there is to know about a rule} */
    Optional<RuleInfo> rule(RuleId id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** {@return whether the finding fails the build} */
    boolean fails(Finding finding) {
        return outcome.failsOn(finding, failOn);
    }

    /** {@return whether the build fails} */
    boolean fails() {
        return outcome.fails(failOn);
    }

    /**
     * {@return a script's path from the base directory, with slashes; as the history names it when it is not below that
     * directory}
     */
    String path(Finding finding) {
        return below(finding.location())
                .map(path -> path.toString().replace('\\', '/'))
                .orElse(finding.script());
    }

    /** {@return whether the file is on disk, below the base directory} */
    boolean isBelow(Finding finding) {
        return below(finding.location()).isPresent();
    }

    private Optional<Path> below(String location) {
        try {
            Path file = Path.of(location).normalize();
            return file.isAbsolute() && file.startsWith(baseDir)
                    ? Optional.of(baseDir.relativize(file))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            // such as jar:file:/lib.jar!/db/V1__a.sql on Windows
            return Optional.empty();
        }
    }
}
