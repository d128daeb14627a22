package org.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each package of this module may lean on. A client links the envelope without the log and its broker. */
@AnalyzeClasses(packages = "org.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class MessagingArchitectureTest {

    @ArchTest
    static final ArchRule envelopeLeansOnTheJdkAndJsonAlone = classes()
            .that()
            .resideInAPackage("org.tidings.envelope..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.tidings.envelope..", "java..", "jakarta.json..");

    @ArchTest
    static final ArchRule onlyTheLogSpeaksJms = noClasses()
            .that()
            .resideOutsideOfPackage("org.tidings.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.jms..", "org.apache.activemq..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("org.tidings.(*)..").should().beFreeOfCycles();

    /** Deserialising what a peer sent runs the peer's choice of code. */
    @ArchTest
    static final ArchRule nobodyReadsJavaObjects = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.jms.ObjectMessage")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");
}
