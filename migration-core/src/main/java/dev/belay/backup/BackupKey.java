package dev.belay.backup;

/** Placeholder until the cipher is in place. */
public record BackupKey(String text) {}
