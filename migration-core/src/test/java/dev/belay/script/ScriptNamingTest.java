package dev.belay.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptNamingTest {

    private static final ScriptNaming USUAL = new ScriptNaming("V", "U", "R", "__", ".sql");

    private static ScriptName script(ScriptType type, String version, String fileName) {
        return new ScriptName(type, Optional.of(Version.of(version)), "", fileName);
    }

    @Test
    void aNameIsMadeOfTheProjectsOwnParts() {
        var own = new ScriptNaming("ver-", "back-", "again", "--", ".pgsql");
        assertThat(own.fileName(ScriptType.VERSIONED, "2.1", "add_roles")).isEqualTo("ver-2.1--add_roles.pgsql");
        assertThat(own.fileName(ScriptType.UNDO, "2.1", "add_roles")).isEqualTo("back-2.1--add_roles.pgsql");
        assertThat(USUAL.fileName(ScriptType.REPEATABLE, "", "views")).isEqualTo("R__views.sql");
    }

    @ParameterizedTest
    @CsvSource({
        "V007__x.sql, 007, V8__x.sql",
        "V1_2__x__y.SQL, 1_2, V8__x__y.SQL",
        "V1.sql, 1, V8.sql",
        "V1.2.sql, 1.2, V8.sql",
        "V3__, 3, V8__",
        "V1_1__ü x.sql, 1_1, V8__ü x.sql",
    })
    void theVersionIsFoundAsItIsWrittenAndReplacedWithoutTouchingTheRest(String name, String written, String renamed) {
        ScriptName script = script(ScriptType.VERSIONED, written, name);
        assertThat(USUAL.written(script)).contains(written);
        assertThat(USUAL.renumbered(script, "8")).isEqualTo(renamed);
    }

    @ParameterizedTest
    @CsvSource({
        "add user roles, add_user_roles",
        "'  add   user\troles  ', add_user_roles",
        "Größe ändern, Größe_ändern",
        "注文を追加, 注文を追加",
        "a/b\\c:d*e?f, a_b_c_d_e_f",
        "'user''s \"roles\" & <more>', user_s_roles_more",
        "'${placeholder}', placeholder",
        "add roles.sql, add_roles",
        "../../etc/passwd, etc_passwd",
        "trailing dot., trailing_dot",
        "a__b, a_b",
        "v1.2-beta, v1.2-beta",
    })
    void wordsAreMadeFitForAFileName(String typed, String words) {
        assertThat(FileWords.of(typed, ".sql")).contains(words);
    }

    @Test
    void aComposedLetterIsOneLetter() {
        assertThat(FileWords.of("gro\u0308\u00dfe", ".sql")).contains("gr\u00f6\u00dfe");
    }

    @ParameterizedTest
    @CsvSource({"' '", "'../..'", "'???'", "'_'", "'.sql'"})
    void withoutALetterThereAreNoWords(String typed) {
        assertThat(FileWords.of(typed, ".sql").filter(words -> !words.equals("sql")))
                .isEmpty();
    }
}
