package dev.belay.target;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * libpq's password file: lines of {@code host:port:database:role:password}, {@code *} for any, a backslash before a
 * colon or backslash that belongs to the value; the first line that matches counts. With several hosts the first host
 * that has a line gives the password for all.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The password file</a>
 */
final class PasswordFile {

    private static final int FIELDS = 5;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final TargetInputs inputs;
    private final List<String> warnings;

    PasswordFile(TargetInputs inputs, List<String> warnings) {
        this.inputs = inputs;
        this.warnings = warnings;
    }

    /** {@return the password for a role on a database, where the file is there, is private and has one} */
    Optional<Secret> find(ConnectionSettings settings, String role) {
        Path file = file();
        if (!Files.exists(file) || !isUsable(file)) {
            return Optional.empty();
        }
        try {
            // not readAllLines: that would fail on a comment in another encoding
            var entries = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(PasswordFile::fields)
                    .filter(fields -> fields.size() == FIELDS)
                    .toList();
            String database = settings.database().orElse(role);
            return List.of(settings.server().split(",")).stream()
                    .flatMap(server -> entries.stream().filter(entry -> matches(entry, server, database, role)))
                    .map(entry -> entry.get(FIELDS - 1))
                    .findFirst()
                    .filter(password -> !password.isEmpty())
                    .map(Secret::new);
        } catch (IOException e) {
            warnings.add("the password file " + file + " cannot be read and is ignored");
            return Optional.empty();
        }
    }

    private Path file() {
        return inputs.filled("PGPASSFILE")
                .map(Path::of)
                .orElseGet(() -> inputs.libpqFolder().resolve(inputs.windows() ? "pgpass.conf" : ".pgpass"));
    }

    private boolean isUsable(Path file) {
        if (!Files.isRegularFile(file)) {
            warnings.add("the password file " + file + " is not a plain file and is ignored");
            return false;
        }
        if (inputs.windows()) {
            return true;
        }
        try {
            var permissions = EnumSet.copyOf(OTHERS);
            permissions.retainAll(Files.getPosixFilePermissions(file));
            if (!permissions.isEmpty()) {
                warnings.add("the password file " + file
                        + " can be used by group or others and is ignored, as libpq does; chmod 600 it");
            }
            return permissions.isEmpty();
        } catch (IOException e) {
            warnings.add("the permissions of the password file " + file + " cannot be read; it is ignored");
            return false;
        }
    }

    private static boolean matches(List<String> entry, String server, String database, String role) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replace("[", "").replace("]", "");
        return matches(entry.get(0), host)
                && matches(entry.get(1), server.substring(colon + 1))
                && matches(entry.get(2), database)
                && matches(entry.get(3), role);
    }

    private static boolean matches(String pattern, String value) {
        return pattern.equals("*") || pattern.equals(value);
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                field.append(line.charAt(i));
            } else if (c == ':' && fields.size() < FIELDS - 1) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
