package dev.belay.analysis;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome.Overturned;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.StatementTrace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what a statement's text gave rise to against what the statement did. */
final class Confrontation {

    private final StatementTrace trace;

    Confrontation(StatementTrace trace) {
        this.trace = trace;
    }

    /** {@return the finding, confirmed where everything that it claims was seen; empty when it was disproved} */
    Optional<Finding> confirm(Finding finding) {
        if (finding.claims().isEmpty() || !decides(finding)) {
            return Optional.of(finding);
        }
        return missing(finding).isEmpty() ? Optional.of(finding.withEvidence(Evidence.CONFIRMED)) : Optional.empty();
    }

    /** {@return what becomes of a finding that {@link #confirm} has disproved} */
    Overturned overturn(Finding finding) {
        List<Claim> missing = missing(finding);
        String reason = missing.stream().map(this::observedInstead).distinct().collect(Collectors.joining("; "));
        boolean lockIsLeft =
                finding.claims().stream().anyMatch(claim -> claim instanceof Claim.Locks && !missing.contains(claim));
        Optional<Finding> now = lockIsLeft && finding.severity() != Severity.LOW
                ? Optional.of(finding.withSeverity(Severity.LOW)
                        .withEvidence(Evidence.TRACED)
                        .withMessage(finding.message() + " On the scratch server " + reason
                                + ": the lock is held for a moment only."))
                : Optional.empty();
        return new Overturned(finding, "On the scratch server " + reason + ".", now);
    }

    /** A statement that did not run disproves nothing; that the server refuses it is a claim of its own. */
    private boolean decides(Finding finding) {
        boolean claimsFailure = finding.claims().stream().anyMatch(Claim.Fails.class::isInstance);
        return trace.ran() || claimsFailure && trace.end() == StatementTrace.End.FAILED;
    }

    private List<Claim> missing(Finding finding) {
        return finding.claims().stream().filter(claim -> !isSeen(claim)).toList();
    }

    private boolean isSeen(Claim claim) {
        if (claim instanceof Claim.Locks locks) {
            return Stream.concat(trace.taken().stream(), trace.held().stream())
                    .anyMatch(lock ->
                            isOn(lock.relation(), locks.table()) && lock.mode().compareTo(locks.mode()) >= 0);
        }
        if (claim instanceof Claim.Rewrites) {
            return isAmong(trace.rewritten(), claim.table());
        }
        if (claim instanceof Claim.Scans) {
            // who copies rows, or builds an index over them, reads them all
            return isAmong(trace.scanned(), claim.table()) || isAmong(trace.rewritten(), claim.table());
        }
        if (claim instanceof Claim.BuildsIndex) {
            return isAmong(trace.built(), claim.table());
        }
        if (claim instanceof Claim.Drops drops) {
            return isDropped(drops);
        }
        return trace.end() == StatementTrace.End.FAILED;
    }

    /** Where nobody tells what is dropped, as on a managed server, nothing is disproved. */
    private boolean isDropped(Claim.Drops drops) {
        String name = drops.table().name()
                + drops.column().map(column -> "." + column).orElse("");
        return trace.changes().isEmpty() && !trace.taken().isEmpty()
                || trace.changes().stream()
                        .filter(change -> change.action() == ObjectChange.Action.DROPPED)
                        .map(change -> change.identity().replace("\"", ""))
                        .anyMatch(identity -> identity.equals(name) || identity.endsWith("." + name));
    }

    /** The rows of a partitioned table are in its partitions: what happens to those happens to it. */
    private boolean isAmong(List<Relation> relations, QualifiedName table) {
        boolean partitioned = trace.taken().stream()
                .map(RelationLock::relation)
                .anyMatch(relation -> relation.kind() == 'p' && names(relation, table));
        return relations.stream()
                .anyMatch(relation -> relation.existedBefore() && (partitioned || names(relation, table)));
    }

    private static boolean isOn(Relation relation, QualifiedName table) {
        return relation.existedBefore() && names(relation, table);
    }

    private static boolean names(Relation relation, QualifiedName table) {
        return relation.name().name().equals(table.name())
                && (table.schema().isEmpty()
                        || table.schema().equals(relation.name().schema()));
    }

    private String observedInstead(Claim claim) {
        if (claim instanceof Claim.Locks locks) {
            return "it took no " + locks.mode() + " lock on " + claim.table()
                    + Stream.concat(trace.taken().stream(), trace.held().stream())
                            .filter(lock -> names(lock.relation(), claim.table()))
                            .filter(lock -> lock.relation().existedBefore())
                            .map(RelationLock::mode)
                            .max(Enum::compareTo)
                            .map(mode -> ", only " + mode)
                            .orElse(" as it was before the pending scripts");
        }
        if (claim instanceof Claim.Rewrites) {
            return "it did not rewrite " + claim.table();
        }
        if (claim instanceof Claim.Scans) {
            return "it did not read the rows of " + claim.table();
        }
        if (claim instanceof Claim.BuildsIndex) {
            return "it built no index of " + claim.table();
        }
        if (claim instanceof Claim.Drops) {
            return "there was nothing to drop";
        }
        return "it was not refused";
    }
}
