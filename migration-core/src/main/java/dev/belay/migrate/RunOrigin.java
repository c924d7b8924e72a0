package dev.belay.migrate;

import java.util.Optional;

/**
 * Where a run comes from.
 *
 * @param environment of the database that it works on
 * @param gitCommit of the working tree that its scripts come from; empty where there is no git
 */
public record RunOrigin(String environment, Optional<String> gitCommit) {}
