package dev.belay.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a probe saw.
 *
 * @param conditions empty when all is well
 * @param words a few for the step's line; empty when there is nothing worth them
 */
record Sight(List<Condition> conditions, Optional<String> words) {

    static final Sight NOTHING = new Sight(List.of(), Optional.empty());

    Sight {
        conditions = List.copyOf(conditions);
    }

    static Sight of(List<Condition> conditions) {
        return new Sight(conditions, Optional.empty());
    }

    static Sight of(String words, List<Condition> conditions) {
        return new Sight(conditions, Optional.of(words));
    }

    /** The same with one condition more. */
    Sight with(Condition condition) {
        var more = new ArrayList<>(conditions);
        more.add(condition);
        return new Sight(more, words);
    }
}
