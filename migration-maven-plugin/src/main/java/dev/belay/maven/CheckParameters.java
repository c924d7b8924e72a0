package dev.belay.maven;

import java.util.Map;
import java.util.Optional;

/**
 * The parameters of the check inside another goal.
 *
 * @param base {@code db.base}
 * @param rules {@code db.rules.*}
 * @param failOn {@code db.failOn}
 */
record CheckParameters(Optional<String> base, Map<String, String> rules, Optional<String> failOn) {}
