package dev.belay.backup;

import dev.belay.backup.ClusterFacts.Locale;
import dev.belay.backup.ClusterFacts.Privilege;
import dev.belay.backup.ClusterFacts.Setting;
import dev.belay.postgres.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@link ClusterFacts} as statements. */
final class ClusterSql {

    /** Its file's name. */
    static final String FILE = "database.sql";

    /** Settings that are lists of names, each of which is quoted by itself (variable_is_guc_list_quote in dumputils.c). */
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    private static final Pattern LIST_ENTRY = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\",\\s]+)");

    private ClusterSql() {}

    /** {@return the options of CREATE DATABASE that make a database sort as that one does} */
    static String locale(Locale locale, int major) {
        StringBuilder options = new StringBuilder(" ENCODING " + Quoted.text(locale.encoding()) + " LC_COLLATE "
                + Quoted.text(locale.collate()) + " LC_CTYPE " + Quoted.text(locale.ctype()));
        if (major >= 15) {
            options.append(" LOCALE_PROVIDER ").append(locale.provider());
            String option = locale.provider().equals("icu") ? " ICU_LOCALE " : " BUILTIN_LOCALE ";
            locale.name().ifPresent(name -> options.append(option).append(Quoted.text(name)));
            locale.icuRules().ifPresent(rules -> options.append(" ICU_RULES ").append(Quoted.text(rules)));
        }
        return options.toString();
    }

    /** {@return the statements that give a database all that is recorded; for a role that may, such as a superuser} */
    static List<String> statements(ClusterFacts facts, String database) {
        String on = " DATABASE " + Quoted.name(database);
        List<String> statements = new ArrayList<>();
        statements.add("ALTER" + on + " OWNER TO " + Quoted.name(facts.owner()));
        facts.privileges().ifPresent(privileges -> statements.addAll(privileges(facts, privileges, on)));
        facts.settings().forEach(setting -> statements.add(setting(setting, on)));
        facts.securityLabels()
                .forEach(label -> statements.add("SECURITY LABEL FOR " + Quoted.name(label.provider()) + " ON" + on
                        + " IS " + Quoted.text(label.label())));
        statements.add("ALTER" + on + " CONNECTION LIMIT " + facts.connectionLimit());
        statements.add(
                "COMMENT ON" + on + " IS " + facts.comment().map(Quoted::text).orElse("NULL"));
        return statements;
    }

    /** {@return the statements as a script for people, who restore by hand} */
    static String script(ClusterFacts facts) {
        String roles = facts.roles().stream()
                .map(role -> "--   CREATE ROLE " + Quoted.name(role.name()) + " " + role.attributes()
                        + (role.memberOf().isEmpty()
                                ? ""
                                : " IN ROLE "
                                        + role.memberOf().stream()
                                                .map(Quoted::name)
                                                .collect(Collectors.joining(", ")))
                        + ";\n")
                .map(line -> line.strip().replaceAll("[\\r\\n]+", " ") + "\n")
                .collect(Collectors.joining());
        return "-- What a dump does not contain: run this with psql when the database has been restored.\n"
                + "-- These roles have to be there before:\n"
                + roles
                + "-- It was created with\n--  "
                + locale(facts.locale(), 15) + "\n\n"
                + statements(facts, facts.name()).stream()
                        .map(statement -> statement + ";\n")
                        .collect(Collectors.joining());
    }

    /** Whoever has granted them: what the owner grants, the role has. */
    private static List<String> privileges(ClusterFacts facts, List<Privilege> privileges, String on) {
        List<String> statements = new ArrayList<>();
        statements.add("REVOKE ALL ON" + on + " FROM PUBLIC, " + Quoted.name(facts.owner()));
        for (Privilege privilege : privileges) {
            statements.add("GRANT " + privilege.privilege() + " ON" + on + " TO "
                    + privilege.grantee().map(Quoted::name).orElse("PUBLIC")
                    + (privilege.grantable() ? " WITH GRANT OPTION" : ""));
        }
        return statements;
    }

    private static String setting(Setting setting, String on) {
        String whose =
                setting.role().map(role -> " ROLE " + Quoted.name(role) + " IN").orElse("");
        return "ALTER" + whose + on + " SET " + Quoted.name(setting.name()) + " TO " + value(setting);
    }

    private static String value(Setting setting) {
        if (!LISTS.contains(setting.name())) {
            return Quoted.text(setting.value());
        }
        List<String> entries = new ArrayList<>();
        Matcher entry = LIST_ENTRY.matcher(setting.value());
        while (entry.find()) {
            entries.add(Quoted.text(Optional.ofNullable(entry.group(1))
                    .map(quoted -> quoted.replace("\"\"", "\""))
                    .orElse(entry.group(2))));
        }
        return entries.isEmpty() ? "''" : String.join(", ", entries);
    }
}
