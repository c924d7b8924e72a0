package dev.belay.command;

import java.util.Set;

/** The sides of a schema that depend on which roles there are. */
final class Ownership {

    private static final Set<String> TYPES = Set.of("owner", "privileges", "default privileges", "user mapping");

    private Ownership() {}

    static boolean isOf(String type) {
        return TYPES.contains(type);
    }
}
