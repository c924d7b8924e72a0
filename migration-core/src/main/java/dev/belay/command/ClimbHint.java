package dev.belay.command;

import java.util.List;
import java.util.Optional;

/** What to know behind a downgrade: who runs Flyway at start goes up again. */
final class ClimbHint {

    private ClimbHint() {}

    /**
     * {@return a few lines; none when no version was taken back}
     *
     * @param before the version before
     * @param after the version now; empty for none
     */
    static List<String> of(Optional<String> before, Optional<String> after) {
        if (before.isEmpty() || before.equals(after)) {
            return List.of();
        }
        String climbs = "An application that runs Flyway when it starts, as Spring Boot does, climbs to version "
                + before.get() + " again.";
        return after.map(version -> List.of(
                        climbs,
                        "Deploy the release that belongs to version " + version
                                + "; or hold it with  spring.flyway.target=" + version
                                + "  (without Spring flyway.target), or with  spring.flyway.enabled=false."))
                .orElseGet(() -> List.of(climbs, "Hold it with  spring.flyway.enabled=false."));
    }
}
