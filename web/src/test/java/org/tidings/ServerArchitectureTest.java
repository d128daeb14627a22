package org.tidings;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** What the packages of the server may lean on: each technology is known in one place, and nothing leans back. */
@AnalyzeClasses(packages = "org.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheSocketPackageKnowsWebSockets = noClasses()
            .that()
            .resideOutsideOfPackage("org.tidings.web.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.websocket..");

    @ArchTest
    static final ArchRule onlyTheWebModuleKnowsHttp = noClasses()
            .that()
            .resideOutsideOfPackage("org.tidings.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule onlyTheLogSpeaksJms = noClasses()
            .that()
            .resideOutsideOfPackages("org.tidings.log..", "org.tidings.filter..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.jms..", "org.apache.activemq..", "org.apache.artemis..");

    @ArchTest
    static final ArchRule filtersHaveTheBrokersParserAndNothingElseOfIt = noClasses()
            .that()
            .resideInAPackage("org.tidings.filter..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.jms..", "org.apache.activemq..", "org.apache.artemis..")
                    .and(resideOutsideOfPackages(
                            "org.apache.activemq.artemis.selector..", "org.apache.activemq.artemis.api.core")));

    @ArchTest
    static final ArchRule onlyAuthenticationKnowsTheTokenLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("org.tidings.authentication..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsPrometheus = noClasses()
            .that()
            .resideOutsideOfPackage("org.tidings.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer.prometheusmetrics..", "io.prometheus..");

    @ArchTest
    static final ArchRule adaptersOnlyTranslate = noClasses()
            .that()
            .resideInAPackage("org.tidings.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tidings.log..", "org.tidings.fanout..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("org.tidings.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingIsPrintedPastTheLog = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** Deserialising what a peer sent runs the peer's choice of code. */
    @ArchTest
    static final ArchRule nobodyReadsJavaObjects = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.jms.ObjectMessage")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Processor");
}
