package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds client programs for several things; for the same need it looks once. For one thread. */
public final class ClientSearch {

    private final Optional<ClientSource> named;
    private final Progress progress;
    private final Map<ClientNeed, ClientPrograms> found = new HashMap<>();
    private final Map<ClientNeed, EnvironmentException> missing = new HashMap<>();

    /** See {@link ClientPrograms#find}. */
    public ClientSearch(Optional<ClientSource> named, Progress progress) {
        this.named = named;
        this.progress = progress;
    }

    /**
     * {@return programs for that}
     *
     * @throws EnvironmentException when there are none, the same one each time
     */
    public ClientPrograms find(ClientNeed need) {
        if (missing.containsKey(need)) {
            throw missing.get(need);
        }
        try {
            return found.computeIfAbsent(need, key -> ClientPrograms.find(key, named, progress));
        } catch (EnvironmentException e) {
            missing.put(need, e);
            throw e;
        }
    }
}
