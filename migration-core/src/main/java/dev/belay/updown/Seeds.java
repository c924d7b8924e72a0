package dev.belay.updown;

import dev.belay.migrate.DirectScripts;
import dev.belay.migrate.Refused;
import dev.belay.outcome.TestOutcome.Seed;
import dev.belay.validation.AssertionFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of rows to begin with. Nothing says for which version they were written: each is inserted as soon as the
 * scripts have made all that it needs, and on another database at the same place.
 */
final class Seeds {

    private final List<AssertionFile> files;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> in = new HashSet<>();
    private final Map<String, Refused> refused = new HashMap<>();

    Seeds(List<AssertionFile> files) {
        this.files = files;
    }

    /** Says that another database is inserted into from now on. */
    void begin() {
        in.clear();
    }

    /** Inserts what is not in and belongs behind that many scripts, or has found no place yet and finds one here. */
    void insert(DirectScripts scripts, int applied) {
        for (AssertionFile file : files) {
            int place = places.getOrDefault(file.name(), applied);
            if (place == applied && !in.contains(file.name())) {
                insert(scripts, file, applied);
            }
        }
    }

    private void insert(DirectScripts scripts, AssertionFile file, int applied) {
        Optional<Refused> answer = scripts.run(file.name(), file.statements());
        if (answer.isEmpty()) {
            places.put(file.name(), applied);
            in.add(file.name());
            refused.remove(file.name());
        } else {
            refused.put(file.name(), answer.get());
        }
    }

    /** {@return whether any of them is in} */
    boolean anyIn() {
        return !places.isEmpty();
    }

    /** {@return what became of them} */
    List<Seed> told(List<Pair> pairs) {
        var told = new ArrayList<Seed>();
        for (AssertionFile file : files) {
            told.add(new Seed(
                    file.name(),
                    Optional.ofNullable(places.get(file.name()))
                            .filter(place -> place > 0 && place < pairs.size())
                            .map(place -> pairs.get(place).script()),
                    Optional.ofNullable(refused.get(file.name()))
                            .map(Refused::lines)
                            .orElse(List.of())));
        }
        return told;
    }
}
