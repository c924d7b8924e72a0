package dev.belay.backup;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user's own way to make a backup, such as a provider's snapshot. No shell reads it: it is split into arguments at
 * blanks, with single and double quotes as usual, and {@code {database} {host} {port} {user} {run} {dir}} are replaced in
 * each of them. The password is in {@code PGPASSWORD}.
 *
 * @param line the command
 * @param success what its output has to contain besides exit code 0; empty when the code is enough
 * @param restore how to bring it back, for people; kept in the manifest
 */
public record BackupCommand(String line, Optional<Pattern> success, Optional<String> restore) {}
