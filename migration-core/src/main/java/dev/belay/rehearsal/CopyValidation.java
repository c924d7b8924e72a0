package dev.belay.rehearsal;

import dev.belay.validation.Integrity;
import dev.belay.validation.Soundness;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the validation of the database is going to ask after the scripts, asked of the copy before them.
 *
 * @param failures why the scripts must not be run, a line each
 * @param warnings what people should know of what they leave
 */
record CopyValidation(List<String> failures, List<String> warnings) {

    /**
     * {@return what is found}
     *
     * @param failed what failed of the scripts; then nothing is asked, since they have not all run
     * @param before how the scripts found the copy
     * @param assertions says what does not hold of the data, a line each
     */
    static CopyValidation of(
            List<String> failed, Soundness before, Connection copy, Function<Connection, List<String>> assertions) {
        if (!failed.isEmpty()) {
            return new CopyValidation(failed, List.of());
        }
        Integrity integrity = Integrity.since(before, copy);
        var failures = new ArrayList<>(integrity.wrong());
        failures.addAll(assertions.apply(copy));
        return new CopyValidation(failures, integrity.warnings());
    }
}
