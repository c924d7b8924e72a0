package dev.belay.backup;

import dev.belay.backup.ClusterFacts.Extension;
import dev.belay.backup.ClusterFacts.Locale;
import dev.belay.backup.ClusterFacts.Privilege;
import dev.belay.backup.ClusterFacts.Role;
import dev.belay.backup.ClusterFacts.SecurityLabel;
import dev.belay.backup.ClusterFacts.Setting;
import dev.belay.backup.Rows.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads {@link ClusterFacts} from the catalogue; everybody may. */
final class ClusterFactsReader {

    /** Through JSON, because each major has other columns: daticulocale in 15 and 16, datlocale from 17 on. */
    private static final String DATABASE = """
            SELECT d.datname, pg_get_userbyid(d.datdba) AS owner, d.datconnlimit, shobj_description(d.oid, 'pg_database')
                   AS comment, t.spcname, pg_encoding_to_char(d.encoding) AS encoding, d.datcollate, d.datctype,
                   CASE to_jsonb(d) ->> 'datlocprovider' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END
                   AS provider,
                   coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
                   to_jsonb(d) ->> 'daticurules' AS rules, d.datacl IS NOT NULL AS has_acl
            FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
            WHERE d.datname = ?
            """;

    private static final String PRIVILEGES = """
            SELECT CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END AS grantee, a.privilege_type,
                   a.is_grantable, pg_get_userbyid(a.grantor) AS grantor
            FROM pg_database d, aclexplode(d.datacl) WITH ORDINALITY a
            WHERE d.datname = ? ORDER BY a.ordinality
            """;

    private static final String SETTINGS = """
            SELECT r.rolname, split_part(s.setting, '=', 1) AS name,
                   substr(s.setting, strpos(s.setting, '=') + 1) AS value
            FROM pg_db_role_setting c JOIN pg_database d ON d.oid = c.setdatabase
                 LEFT JOIN pg_roles r ON r.oid = c.setrole
                 CROSS JOIN LATERAL unnest(c.setconfig) WITH ORDINALITY s (setting, place)
            WHERE d.datname = ? ORDER BY r.rolname NULLS FIRST, s.place
            """;

    private static final String LABELS = """
            SELECT l.provider, l.label FROM pg_shseclabel l JOIN pg_database d ON d.oid = l.objoid
            WHERE l.classoid = 'pg_database'::regclass AND d.datname = ? ORDER BY 1
            """;

    /**
     * pg_shdepend knows who owns, is granted or is named in a policy, of this database and on it; and the role that asks,
     * as which scripts are rehearsed.
     */
    private static final String ROLES = """
            WITH RECURSIVE needed AS (
                SELECT s.refobjid AS oid FROM pg_shdepend s, pg_database d
                WHERE d.datname = ? AND s.refclassid = 'pg_authid'::regclass
                  AND (s.dbid = d.oid OR s.classid = 'pg_database'::regclass AND s.objid = d.oid)
                UNION SELECT c.setrole FROM pg_db_role_setting c JOIN pg_database d ON d.oid = c.setdatabase
                WHERE d.datname = ?
                UNION SELECT datdba FROM pg_database WHERE datname = ?
                UNION SELECT oid FROM pg_roles WHERE rolname = current_user
                UNION SELECT m.roleid FROM pg_auth_members m JOIN needed ON needed.oid = m.member)
            SELECT r.rolname, concat_ws(' ',
                   CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN NOT rolinherit THEN 'NOINHERIT' END,
                   CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
                   CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
                   CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
                   CASE WHEN rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || rolconnlimit END,
                   CASE WHEN rolvaliduntil IS NOT NULL THEN 'VALID UNTIL ' || quote_literal(rolvaliduntil) END)
                   AS attributes,
                   ARRAY(SELECT pg_get_userbyid(m.roleid)::text FROM pg_auth_members m WHERE m.member = r.oid ORDER BY 1)
                   AS member_of
            FROM pg_roles r JOIN needed USING (oid) ORDER BY 1
            """;

    private ClusterFactsReader() {}

    /**
     * {@return those of a database of the server}
     *
     * @param connection to the database itself: roles, and whether there is a schema {@code public}, are looked for there
     */
    static ClusterFacts read(Connection connection) throws SQLException {
        String name = connection.getCatalog();
        Optional<List<Privilege>> privileges =
                Optional.of(Rows.of(connection, PRIVILEGES, ClusterFactsReader::privilege, name));
        List<Setting> settings = Rows.of(
                connection,
                SETTINGS,
                row -> new Setting(row.text("rolname"), row.string("name"), row.string("value")),
                name);
        List<SecurityLabel> labels = Rows.of(
                connection, LABELS, row -> new SecurityLabel(row.string("provider"), row.string("label")), name);
        List<Role> roles = Rows.of(
                connection,
                ROLES,
                row -> new Role(row.string("rolname"), row.string("attributes"), row.texts("member_of")),
                name,
                name,
                name);
        List<Extension> extensions = Extensions.read(connection);
        boolean publicSchema = !Rows.texts(connection, "SELECT nspname FROM pg_namespace WHERE nspname = 'public'")
                .isEmpty();
        return Rows.of(
                        connection,
                        DATABASE,
                        row -> new ClusterFacts(
                                row.string("datname"),
                                row.string("owner"),
                                (int) row.number("datconnlimit"),
                                row.text("comment"),
                                row.string("spcname"),
                                locale(row),
                                row.holds("has_acl") ? privileges : Optional.empty(),
                                settings,
                                labels,
                                publicSchema,
                                roles,
                                Optional.of(extensions)),
                        name)
                .get(0);
    }

    private static Privilege privilege(Row row) throws SQLException {
        return new Privilege(
                row.text("grantee"), row.string("privilege_type"), row.holds("is_grantable"), row.string("grantor"));
    }

    private static Locale locale(Row row) throws SQLException {
        return new Locale(
                row.string("encoding"),
                row.string("datcollate"),
                row.string("datctype"),
                row.string("provider"),
                row.text("locale"),
                row.text("rules"));
    }
}
