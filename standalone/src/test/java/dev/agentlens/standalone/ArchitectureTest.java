/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** Who may know whom. The edges between modules are Maven's; these are the ones that Maven cannot see. */
@AnalyzeClasses(packages = "dev.agentlens", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SPRING = {"org.springframework.."};
    private static final String[] HTTP = {
        "org.springframework.http..", "org.springframework.web..", "io.netty..", "reactor.netty..", "java.net.http.."
    };
    private static final String[] KAFKA = {"org.apache.kafka..", "org.springframework.kafka.."};
    private static final String[] SQL = {
        "java.sql..",
        "javax.sql..",
        "jakarta.persistence..",
        "org.postgresql..",
        "com.zaxxer.hikari..",
        "org.flywaydb..",
        "org.springframework.jdbc..",
        "org.springframework.dao..",
        "org.springframework.data.."
    };
    private static final String[] PURE = {
        "dev.agentlens.readmodel.fold..",
        "dev.agentlens.ingest.validation..",
        "dev.agentlens.common..",
        "dev.agentlens.messages..",
        "dev.agentlens.otlp..",
        "dev.agentlens.prices.."
    };
    private static final String[] ROLES = {
        "dev.agentlens.ingest..", "dev.agentlens.projector..", "dev.agentlens.query..", "dev.agentlens.standalone.."
    };

    @ArchTest
    static final ArchRule commonKnowsNoSpring = neverKnow("dev.agentlens.common..", SPRING);

    @ArchTest
    static final ArchRule commonKnowsNoHttp = neverKnow("dev.agentlens.common..", HTTP);

    @ArchTest
    static final ArchRule commonKnowsNoKafka = neverKnow("dev.agentlens.common..", KAFKA);

    @ArchTest
    static final ArchRule commonKnowsNoSql = neverKnow("dev.agentlens.common..", SQL);

    @ArchTest
    static final ArchRule commonKnowsNoOtherModule =
            neverKnow("dev.agentlens.common..", with(ROLES, "dev.agentlens.readmodel..", "dev.agentlens.edge.."));

    @ArchTest
    static final ArchRule readModelKnowsNoRole =
            neverKnow("dev.agentlens.readmodel..", with(ROLES, "dev.agentlens.edge..", "dev.agentlens.cli.."));

    @ArchTest
    static final ArchRule readModelKnowsNoHttp = neverKnow("dev.agentlens.readmodel..", HTTP);

    @ArchTest
    static final ArchRule messagesKnowNothingButJackson = neverKnow(
            "dev.agentlens.messages..", with(SPRING, with(ROLES, "dev.agentlens.common..", "dev.agentlens.edge..")));

    @ArchTest
    static final ArchRule settingsKnowNoOtherModule = neverKnow(
            "dev.agentlens.settings..",
            with(ROLES, "dev.agentlens.common..", "dev.agentlens.edge..", "dev.agentlens.embedded.."));

    @ArchTest
    static final ArchRule dashboardKnowsNoOtherModule = neverKnow(
            "dev.agentlens.dashboard..",
            with(ROLES, "dev.agentlens.common..", "dev.agentlens.edge..", "dev.agentlens.messages.."));

    @ArchTest
    static final ArchRule edgeKnowsNoKafka = neverKnow("dev.agentlens.edge..", KAFKA);

    @ArchTest
    static final ArchRule edgeKnowsNoSql = neverKnow("dev.agentlens.edge..", SQL);

    @ArchTest
    static final ArchRule edgeKnowsNoRoleAndNoEvent =
            neverKnow("dev.agentlens.edge..", with(ROLES, "dev.agentlens.common.."));

    @ArchTest
    static final ArchRule ingestKnowsNoSql = neverKnow("dev.agentlens.ingest..", SQL);

    @ArchTest
    static final ArchRule ingestKnowsNoOtherRole = neverKnow(
            "dev.agentlens.ingest..",
            "dev.agentlens.projector..",
            "dev.agentlens.query..",
            "dev.agentlens.standalone..",
            "dev.agentlens.embedded..");

    @ArchTest
    static final ArchRule projectorKnowsNoEdgeAndNoOtherRole = neverKnow(
            "dev.agentlens.projector..",
            "dev.agentlens.edge..",
            "dev.agentlens.ingest..",
            "dev.agentlens.query..",
            "dev.agentlens.standalone..",
            "dev.agentlens.embedded..");

    @ArchTest
    static final ArchRule projectorServesNoHttp = neverKnow("dev.agentlens.projector..", HTTP);

    @ArchTest
    static final ArchRule projectorKnowsNoCommandLine = neverKnow("dev.agentlens.projector..", "dev.agentlens.cli..");

    @ArchTest
    static final ArchRule commandLineKnowsNoRole = neverKnow(
            "dev.agentlens.cli..",
            "dev.agentlens.edge..",
            "dev.agentlens.ingest..",
            "dev.agentlens.projector..",
            "dev.agentlens.query..",
            "dev.agentlens.standalone..",
            "dev.agentlens.embedded..");

    @ArchTest
    static final ArchRule queryKnowsNoKafka = neverKnow("dev.agentlens.query..", KAFKA);

    @ArchTest
    static final ArchRule queryKnowsNoEvent = neverKnow("dev.agentlens.query..", "dev.agentlens.common.event..");

    @ArchTest
    static final ArchRule queryKnowsNoOtherRole = neverKnow(
            "dev.agentlens.query..",
            "dev.agentlens.ingest..",
            "dev.agentlens.projector..",
            "dev.agentlens.readmodel..",
            "dev.agentlens.standalone..",
            "dev.agentlens.embedded..");

    @ArchTest
    static final ArchRule embeddedServersKnowNothingOfAgentLens =
            neverKnow("dev.agentlens.embedded..", with(ROLES, "dev.agentlens.common..", "dev.agentlens.edge.."));

    @ArchTest
    static final ArchRule sessionAndHttpKnowNoFeature = noClasses()
            .that()
            .resideInAnyPackage("dev.agentlens.query.session..", "dev.agentlens.query.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(features());

    @ArchTest
    static final ArchRule explainKnowsNoOtherFeature =
            feature("explain", "export", "compare", "analytics", "conversation", "events");

    @ArchTest
    static final ArchRule exportKnowsNoOtherFeature =
            feature("export", "explain", "compare", "analytics", "conversation", "events");

    @ArchTest
    static final ArchRule compareKnowsNoOtherFeature =
            feature("compare", "explain", "export", "analytics", "conversation", "events");

    @ArchTest
    static final ArchRule analyticsKnowsNoOtherFeature =
            feature("analytics", "explain", "export", "compare", "conversation", "events");

    @ArchTest
    static final ArchRule conversationKnowsNoOtherFeature =
            feature("conversation", "explain", "export", "compare", "analytics", "events");

    @ArchTest
    static final ArchRule eventsKnowNoOtherFeature =
            feature("events", "explain", "export", "compare", "analytics", "conversation");

    /** The fold, the validation, the wire form and the JSON beneath it. */
    @ArchTest
    static final ArchRule pureCodeKnowsNoFramework = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(SPRING, SQL));

    /** The controller of a feature fetches; everything else in its package computes. */
    @ArchTest
    static final ArchRule featuresComputeWithoutFetching = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.agentlens.query.explain..",
                    "dev.agentlens.query.compare..",
                    "dev.agentlens.query.conversation..",
                    "dev.agentlens.query.events..")
            .and()
            .haveSimpleNameNotEndingWith("Controller")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(SQL, "org.springframework.."));

    @ArchTest
    static final ArchRule nobodyReadsTheClockBehindItsBack = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.agentlens.common..",
                    "dev.agentlens.ingest..",
                    "dev.agentlens.projector..",
                    "dev.agentlens.readmodel..",
                    "dev.agentlens.query..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time is an argument, or comes from a Clock");

    @ArchTest
    static final ArchRule pureCodeHasNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(System.class, "nanoTime");

    /** A module's root package holds its wiring and settings and so stands on both sides; in it no feature lives. */
    @ArchTest
    static final ArchRule featuresAreFreeOfCycles =
            slices().matching("dev.agentlens.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .resideInAPackage("dev.agentlens..")
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage()
                            .tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getName() + (marked ? " is" : " is not") + " in a @NullMarked package"));
                }
            });

    private static ArchRule neverKnow(String who, String... whom) {
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom);
    }

    private static ArchRule feature(String name, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "dev.agentlens.query." + others[i] + "..";
        }
        return neverKnow("dev.agentlens.query." + name + "..", packages);
    }

    private static String[] features() {
        return new String[] {
            "dev.agentlens.query.explain..",
            "dev.agentlens.query.export..",
            "dev.agentlens.query.compare..",
            "dev.agentlens.query.analytics..",
            "dev.agentlens.query.conversation..",
            "dev.agentlens.query.events.."
        };
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
