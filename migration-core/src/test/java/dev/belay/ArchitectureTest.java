package dev.belay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The layers of docs/architecture.md: arrows point down only, and each library has one package that may import it. */
@AnalyzeClasses(packages = "dev.belay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("records")
            .definedBy(
                    "dev.belay.script..",
                    "dev.belay.finding..",
                    "dev.belay.outcome..",
                    "dev.belay.schema..",
                    "dev.belay.trace.model..")
            .layer("parts")
            .definedBy(
                    "dev.belay.parse..",
                    "dev.belay.postgres..",
                    "dev.belay.server..",
                    "dev.belay.git..",
                    "dev.belay.files..",
                    "dev.belay.entities..",
                    "dev.belay.report..",
                    "dev.belay.notify..")
            .layer("work")
            .definedBy(
                    "dev.belay.migrate..",
                    "dev.belay.target..",
                    "dev.belay.rule..",
                    "dev.belay.backup..",
                    "dev.belay.preflight..",
                    "dev.belay.trace")
            .layer("analysis")
            .definedBy(
                    "dev.belay.analysis..",
                    "dev.belay.rehearsal..",
                    "dev.belay.difference..",
                    "dev.belay.generate..",
                    "dev.belay.undo..",
                    "dev.belay.updown..",
                    "dev.belay.validation..")
            .layer("goals")
            .definedBy("dev.belay.command..")
            .whereLayer("goals")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("analysis")
            .mayOnlyBeAccessedByLayers("goals")
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("analysis", "goals")
            .whereLayer("parts")
            .mayOnlyBeAccessedByLayers("work", "analysis", "goals");

    @ArchTest
    static final ArchRule noPackageDependsOnItselfThroughAnother =
            slices().matching("dev.belay.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyMigrateKnowsFlyway = onlyIn("dev.belay.migrate..", "org.flywaydb..");

    @ArchTest
    static final ArchRule onlyParseKnowsTheSqlParser = onlyIn("dev.belay.parse..", "org.pgcodekeeper..", "org.antlr..");

    @ArchTest
    static final ArchRule onlyGitKnowsJGit = onlyIn("dev.belay.git..", "org.eclipse.jgit..");

    @ArchTest
    static final ArchRule onlyBackupKnowsTheCipher = onlyIn("dev.belay.backup..", "com.exceptionfactory.jagged..");

    @ArchTest
    static final ArchRule onlyReportKnowsTheTemplateEngine = onlyIn("dev.belay.report..", "freemarker..");

    @ArchTest
    static final ArchRule nothingOfMaven = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..");

    @ArchTest
    static final ArchRule flywayStaysInside = ArchRuleDefinition.methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.belay..")
            .and()
            .areDeclaredInClassesThat()
            // public for its parent package, and for Flyway, which creates the other by name
            .doNotHaveFullyQualifiedName("dev.belay.migrate.settings.FlywayConfiguration")
            .and()
            .areDeclaredInClassesThat()
            .doNotHaveFullyQualifiedName("dev.belay.migrate.FlywayLog")
            .should()
            .notHaveRawReturnType(
                    JavaClass.Predicates.resideInAnyPackage("org.flywaydb..", "org.antlr..", "org.eclipse.jgit.."));

    @ArchTest
    static final ArchRule noStaticStateThatChanges = classes()
            .should(new ArchCondition<>("have only final static fields") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (JavaField field : type.getFields()) {
                        if (field.getModifiers().contains(JavaModifier.STATIC)
                                && !field.getModifiers().contains(JavaModifier.FINAL)) {
                            events.add(SimpleConditionEvent.violated(
                                    field, field.getFullName() + " is static and not final"));
                        }
                    }
                }
            });

    private static ArchRule onlyIn(String owner, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }
}
