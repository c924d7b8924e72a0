package dev.belay.outcome;

/**
 * The database a goal worked on, as people are told of it.
 *
 * @param database its name
 * @param server {@code host:port}
 * @param serverVersion such as {@code 16.4}
 * @param embedded whether it is the project's embedded development database
 * @param environment development, staging or production
 */
public record TargetInfo(
        String database, String server, String serverVersion, boolean embedded, Environment environment) {}
