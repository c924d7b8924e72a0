package dev.belay.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder where extracted binaries, template data directories and the projects' own databases are kept.
 *
 * <p>{@code cache/postgres-*} holds the binaries, {@code cache/template-*} the data directories made by {@code initdb},
 * {@code projects/<key>/<major>} a project's database, {@code run} what running throwaway servers need.
 *
 * @param path absolute
 * @param chosen whether somebody named it; a default may be replaced by another where it cannot be used, see
 *     {@link EmbeddedPostgres}
 */
public record BelayHome(Path path, boolean chosen) {

    public BelayHome {
        path = path.toAbsolutePath().normalize();
    }

    /** {@return the folder that was asked for, else the one in {@code BELAY_HOME}, else {@code ~/.belay}} */
    public static BelayHome detect(Optional<Path> explicit) {
        return of(explicit, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static BelayHome of(Optional<Path> explicit, Map<String, String> environment, Path userHome) {
        return explicit.or(() -> Optional.ofNullable(environment.get("BELAY_HOME"))
                        .filter(value -> !value.isBlank())
                        .map(Path::of))
                .map(path -> new BelayHome(path, true))
                .orElseGet(() -> new BelayHome(userHome.resolve(".belay"), false));
    }
}
