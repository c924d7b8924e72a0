package dev.belay.migrate;

import dev.belay.script.Version;
import java.util.List;

/** How far a downgrade goes. */
public sealed interface DownTarget {

    /** Down to this version, which stays applied. */
    record To(Version version) implements DownTarget {}

    /** So many versioned scripts, the last applied first. */
    record Step(int count) implements DownTarget {}

    /** Down to where nothing is applied, or to the baseline. */
    record Base() implements DownTarget {}

    /** These and no others, in this order: what was planned for one database, on a copy of it. */
    final class Exactly implements DownTarget {

        private final List<Version> versions;
        private final RepeatablesBack repeatables;

        Exactly(List<Version> versions, RepeatablesBack repeatables) {
            this.versions = List.copyOf(versions);
            this.repeatables = repeatables;
        }

        /** {@return the versions to take back, in their order} */
        public List<Version> versions() {
            return versions;
        }

        /** {@return the repeatable scripts that are put back, as they were, in their order} */
        public List<AppliedRepeatable> putBack() {
            return repeatables.former();
        }

        /** {@return repeatable scripts that were applied for the first time since: nothing takes them back} */
        public List<String> staying() {
            return repeatables.staying();
        }

        RepeatablesBack repeatables() {
            return repeatables;
        }
    }
}
