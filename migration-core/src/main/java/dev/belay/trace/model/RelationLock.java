package dev.belay.trace.model;

/** A lock on a relation, as {@code pg_locks} shows it. */
public record RelationLock(Relation relation, LockMode mode) {}
