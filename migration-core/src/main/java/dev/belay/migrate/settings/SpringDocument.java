package dev.belay.migrate.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One document of a Spring Boot application file, flat.
 *
 * @param file the file as messages show it
 * @param values by key as written, sequences as {@code key[0]}
 */
record SpringDocument(String file, Map<String, String> values) {

    /** The profile expressions of which one must hold for this document to count; empty when it always does. */
    List<String> onProfile() {
        var expressions = new ArrayList<String>();
        expressions.addAll(list("spring.config.activate.on-profile"));
        expressions.addAll(list("spring.config.activate.onProfile"));
        expressions.addAll(list("spring.profiles"));
        return expressions;
    }

    /** The items of a list, whether written with commas or as a sequence. */
    List<String> list(String key) {
        var items = new TreeMap<Integer, String>();
        if (values.containsKey(key)) {
            items.put(-1, values.get(key));
        }
        values.forEach((name, value) -> {
            if (name.startsWith(key + "[") && name.endsWith("]")) {
                String index = name.substring(key.length() + 1, name.length() - 1);
                if (index.matches("\\d{1,6}")) {
                    items.put(Integer.valueOf(index), value);
                }
            }
        });
        return items.values().stream()
                .flatMap(item -> List.of(item.split(",")).stream())
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
