package dev.belay.rule.lock;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about locks that others wait for. */
public final class LockRules {

    public static final List<Rule> ALL = List.of(
            new CheckOnNewColumnScansTable(),
            new UniqueOnNewColumnBuildsIndex(),
            new ForeignKeyOnNewColumnLocksParent(),
            new SetNotNullScansTable(),
            new AddCheckScansTable(),
            new AddForeignKeyScansTable(),
            new ValidatedUnderStrongLock(),
            new AddUniqueBuildsIndex(),
            new AddPrimaryKeyBuildsIndex(),
            new PrimaryKeyUsingIndexScansTable(),
            new AddExclusionBuildsIndex(),
            new ReplicaIdentityLocksTable(),
            new AttachPartitionScansChild(),
            new DetachPartitionLocksParent(),
            new IndexBlocksWrites(),
            new ConcurrentlyInsideTransactionFails(),
            new ConcurrentlyOnPartitionedTableFails(),
            new DropIndexLocksTable(),
            new ReindexBlocksWrites(),
            new RefreshBlocksReads(),
            new PartitionOfLocksParent(),
            new CreateTriggerBlocksWrites(),
            new DropTriggerLocksTable(),
            new CreateRuleLocksTable(),
            new LockTableBlocksClients(),
            new WorkAfterStrongLock(),
            new IfNotExistsHidesInvalidIndex(),
            new DomainConstraintScansTables(),
            new TimeoutIsSwitchedOff(),
            new AdvisoryLockStays());

    private LockRules() {}
}
