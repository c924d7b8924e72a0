package dev.belay.analysis;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.Catalogue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes back what a server would refuse: CONCURRENTLY on partitioned tables, and before 18 NOT VALID foreign keys. */
final class FixJudge {

    /** From this major on a foreign key of a partitioned table can be NOT VALID (release notes of 18). */
    private static final int NOT_VALID_ON_PARTITIONED = 18;

    private final Catalogue catalogue;
    private final int major;

    /** @param catalogue before the pending scripts */
    FixJudge(Catalogue catalogue, int major) {
        this.catalogue = catalogue;
        this.major = major;
    }

    /** {@return the finding, without a fix that would be refused} */
    Finding apply(Finding finding) {
        boolean partitioned = finding.claims().stream().map(Claim::table).anyMatch(this::isPartitioned);
        String sql = finding.fix().map(FixJudge::text).orElse("");
        if (!partitioned || finding.fix().isEmpty()) {
            return finding;
        }
        if (sql.contains("foreign key") && major < NOT_VALID_ON_PARTITIONED) {
            return finding.unfixed("The table is partitioned: add the foreign key to each partition NOT VALID, validate"
                    + " those, then add it to the parent, which then reads nothing.");
        }
        if (sql.contains("concurrently") && sql.contains("index")) {
            return finding.unfixed("The table is partitioned: create the index ON ONLY the parent, concurrently on each"
                    + " partition, then ALTER INDEX ... ATTACH PARTITION.");
        }
        return finding;
    }

    private boolean isPartitioned(QualifiedName name) {
        Optional<Catalogue.Table> table = catalogue.table(name).or(() -> ofIndex(name));
        return table.filter(it -> it.kind() == 'p').isPresent();
    }

    private Optional<Catalogue.Table> ofIndex(QualifiedName name) {
        return catalogue.indexes().values().stream()
                .filter(index -> index.name().name().equals(name.name()))
                .findFirst()
                .flatMap(index -> catalogue.table(index.table()));
    }

    private static String text(Fix fix) {
        List<String> parts = fix.scripts().stream().map(Fix.Script::sql).toList();
        return String.join("\n", parts).toLowerCase(Locale.ROOT);
    }
}
