package dev.belay.backup;

import java.util.List;
import java.util.Optional;

/**
 * What belongs to a database and is no part of its dump: {@code pg_dump} leaves it to {@code pg_dumpall} (pg_dump, option
 * {@code --create}, and pg_dumpall).
 *
 * @param name the database's name
 * @param owner the role that owns it
 * @param connectionLimit -1 for none
 * @param comment the one on the database
 * @param tablespace where its tables are unless they say otherwise
 * @param locale how it sorts and classifies text
 * @param privileges empty when nobody has changed them: the owner has all, everybody else CONNECT and TEMPORARY
 * @param settings of the database, and of roles in it
 * @param securityLabels on the database
 * @param publicSchema whether there is a schema {@code public}; in a new database there is one
 * @param roles those that own something in it, have been granted something or have settings in it, and those that they
 *     are members of; without passwords, which nobody may read
 * @param extensions those in it, with versions, which a dump does not say; in the order in which they were made; empty in
 *     backups of a version of Belay that did not record them
 */
public record ClusterFacts(
        String name,
        String owner,
        int connectionLimit,
        Optional<String> comment,
        String tablespace,
        Locale locale,
        Optional<List<Privilege>> privileges,
        List<Setting> settings,
        List<SecurityLabel> securityLabels,
        boolean publicSchema,
        List<Role> roles,
        Optional<List<Extension>> extensions) {

    /** Its file's name. */
    static final String FILE = "cluster.json";

    public ClusterFacts {
        privileges = privileges.map(List::copyOf);
        settings = List.copyOf(settings);
        securityLabels = List.copyOf(securityLabels);
        roles = List.copyOf(roles);
        extensions = extensions.map(List::copyOf);
    }

    /**
     * An extension.
     *
     * @param name its name
     * @param version the one that is installed
     * @param schema that it was made in
     */
    public record Extension(String name, String version, String schema) {}

    /**
     * How a database sorts and classifies text; each as CREATE DATABASE takes it.
     *
     * @param encoding such as {@code UTF8}
     * @param collate of libc
     * @param ctype of libc
     * @param provider {@code libc}, {@code icu} or {@code builtin}
     * @param name the provider's locale; empty for libc
     * @param icuRules further rules, from 16 on
     */
    public record Locale(
            String encoding,
            String collate,
            String ctype,
            String provider,
            Optional<String> name,
            Optional<String> icuRules) {}

    /**
     * A privilege on the database.
     *
     * @param grantee a role's name; empty for PUBLIC
     * @param privilege CREATE, CONNECT or TEMPORARY
     * @param grantable whether the grantee may grant it
     * @param grantor who has granted it
     */
    public record Privilege(Optional<String> grantee, String privilege, boolean grantable, String grantor) {}

    /**
     * A setting that sessions of the database begin with.
     *
     * @param role whose sessions; empty for everybody's
     * @param name such as {@code search_path}
     * @param value as {@code pg_db_role_setting} has it
     */
    public record Setting(Optional<String> role, String name, String value) {}

    /**
     * A label for a security module.
     *
     * @param provider the module
     * @param label the text
     */
    public record SecurityLabel(String provider, String label) {}

    /**
     * A role of the server.
     *
     * @param name its name
     * @param attributes as CREATE ROLE takes them, such as {@code LOGIN CREATEDB CONNECTION LIMIT 5}
     * @param memberOf the roles it is a member of
     */
    public record Role(String name, String attributes, List<String> memberOf) {

        public Role {
            memberOf = List.copyOf(memberOf);
        }
    }
}
