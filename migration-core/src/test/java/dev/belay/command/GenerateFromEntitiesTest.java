package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.entities.EntityExport;
import dev.belay.entities.model.Customer;
import dev.belay.generate.Wanted;
import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.GenerateOutcome.Loss;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hibernate makes the schema of the entities of {@code dev.belay.entities.model}, as it would in their project. */
class GenerateFromEntitiesTest {

    @TempDir
    Path temp;

    private static Path compiled() throws URISyntaxException {
        return Path.of(Customer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** A class path of its own, on which nothing of this test is shared. */
    private static URLClassLoader classPath(Path... more) throws Exception {
        var urls = new ArrayList<URL>();
        for (Path path : more) {
            urls.add(path.toUri().toURL());
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private GenerateOutcome generate(boolean destructive) throws Exception {
        return generate(destructive, List.of(compiled()), Map.of());
    }

    private GenerateOutcome generate(boolean destructive, List<Path> folders, Map<String, String> properties)
            throws Exception {
        try (URLClassLoader loader = classPath()) {
            return generate(destructive, new EntityExport(loader, folders, Optional.empty(), properties));
        }
    }

    private GenerateOutcome generate(boolean destructive, EntityExport export) {
        return new GenerateProject(temp)
                .generate(new Wanted.Entities(export::createIn), "", destructive, rename -> false, false);
    }

    private List<Result> tested() {
        return new GenerateProject(temp)
                .test().scripts().stream().map(TestedScript::result).toList();
    }

    @Test
    void firstScriptMakesTheTablesOfTheEntities() throws Exception {
        GenerateOutcome outcome = generate(false);
        assertThat(outcome.notes()).isEmpty();
        assertThat(new GenerateProject(temp).read("V1__generated.sql"))
                .contains("CREATE TABLE public.customers", "CREATE TABLE public.purchases", "INCREMENT BY 50")
                .contains("CREATE INDEX customers_by_name")
                .contains("total numeric(12,2) NOT NULL");
        assertThat(tested()).containsExactly(Result.EXACT);
        assertThat(generate(true).scripts()).isEmpty();
    }

    @Test
    void whatEntitiesCannotSayStays() throws Exception {
        var project = new GenerateProject(temp);
        project.script("V1__shop.sql", """
                CREATE TABLE customers (id bigserial PRIMARY KEY, name text NOT NULL DEFAULT '', mail varchar(255),
                    fax text, since date NOT NULL DEFAULT current_date, CONSTRAINT named CHECK (name <> ''));
                CREATE UNIQUE INDEX one_mail ON customers (mail);
                CREATE INDEX names ON customers (name);
                CREATE TABLE purchases (id bigint PRIMARY KEY, customer_id bigint NOT NULL
                    CONSTRAINT bought_by REFERENCES customers ON DELETE CASCADE, total numeric(14,2) NOT NULL);
                CREATE VIEW totals AS SELECT customer_id, sum(total) FROM purchases GROUP BY 1;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TABLE batch_jobs (id int);
                CREATE SCHEMA other; CREATE TABLE other.t (id int);
                """);
        GenerateOutcome outcome = generate(false);
        assertThat(outcome.notes()).isEmpty();
        assertThat(outcome.leftOut())
                .extracting(Loss::what)
                .containsExactlyInAnyOrder("the rows of public.batch_jobs", "what is in public.customers.fax");
        String text = String.join(
                "\n",
                outcome.scripts().stream().map(GenerateOutcome.Script::text).toList());
        assertThat(text.replaceAll("(?m)^--.*\n", ""))
                .contains("ADD COLUMN grade character varying(20)")
                .contains("CREATE SEQUENCE public.purchases_seq")
                .contains("ALTER COLUMN since DROP NOT NULL")
                .doesNotContain(
                        "DROP DEFAULT", "TYPE", "DROP INDEX", "DROP VIEW", "FOREIGN KEY", "UNIQUE", "DROP CONSTRAINT")
                .doesNotContain("customers_by_name")
                .doesNotContain("DROP COLUMN", "DROP TABLE");
        assertThat(generate(false).scripts()).isEmpty();
        assertThat(generate(true).scripts()).hasSize(1);
        assertThat(generate(true).leftOut()).isEmpty();
        assertThat(generate(true).scripts()).isEmpty();
    }

    @Test
    void namingIsThatOfTheApplication() throws Exception {
        GenerateOutcome outcome = generate(
                false,
                List.of(compiled()),
                Map.of("hibernate.physical_naming_strategy", "dev.belay.entities.model.Shouting"));
        assertThat(outcome.scripts().get(0).text()).contains("CREATE TABLE public.customers_of_ours");
    }

    @Test
    void persistenceUnitSaysWhichClassesAreMapped() throws Exception {
        Path file = temp.resolve("resources/META-INF/persistence.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.2">
                  <persistence-unit name="people" transaction-type="JTA">
                    <jta-data-source>java:comp/env/nowhere</jta-data-source>
                    <class>dev.belay.entities.model.Customer</class>
                    <exclude-unlisted-classes>true</exclude-unlisted-classes>
                  </persistence-unit>
                  <persistence-unit name="nobody"><exclude-unlisted-classes>true</exclude-unlisted-classes></persistence-unit>
                </persistence>
                """);
        try (URLClassLoader loader = classPath(temp.resolve("resources"))) {
            var any = new EntityExport(loader, List.of(compiled()), Optional.empty(), Map.of());
            assertThatThrownBy(() -> generate(false, any))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("several persistence units: people, nobody");
            var absent = new EntityExport(loader, List.of(compiled()), Optional.of("other"), Map.of());
            assertThatThrownBy(() -> generate(false, absent))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("There is no persistence unit other");
            GenerateOutcome outcome =
                    generate(false, new EntityExport(loader, List.of(compiled()), Optional.of("people"), Map.of()));
            assertThat(outcome.scripts().get(0).text())
                    .contains("CREATE TABLE public.customers")
                    .doesNotContain("purchases");
        }
    }

    @Test
    void namesAreThoseOfSpringBootWhereItIsOnTheClassPath() throws Exception {
        Path boot = temp.resolve("boot/org/springframework/boot/SpringApplication.class");
        Files.createDirectories(boot.getParent());
        Files.write(boot, new byte[0]);
        var project = new GenerateProject(temp);
        try (URLClassLoader loader = classPath(temp.resolve("boot"))) {
            GenerateOutcome outcome =
                    generate(false, new EntityExport(loader, List.of(compiled()), Optional.empty(), Map.of()));
            assertThat(outcome.scripts().get(0).text()).contains("line_count");
        }
        assertThat(project.files()).contains("V1__generated.sql");
    }

    @Test
    void withoutEntitiesOrWithoutJpaItIsSaid() throws Exception {
        Path empty = Files.createDirectory(temp.resolve("classes"));
        assertThatThrownBy(() -> generate(false, List.of(empty), Map.of()))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("there are no entities among the compiled classes");
        var none = new EntityExport(ClassLoader.getPlatformClassLoader(), List.of(empty), Optional.empty(), Map.of());
        assertThatThrownBy(() -> none.createIn(null))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("has no JPA");
        assertThat(new GenerateProject(temp).files()).isEmpty();
    }
}
