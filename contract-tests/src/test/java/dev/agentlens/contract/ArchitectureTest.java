/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
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
@ArchTag("any-jdk")
@AnalyzeClasses(packages = "dev.agentlens", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SPRING = {"org.springframework.."};
    private static final String[] HTTP = {
        "org.springframework.http..", "org.springframework.web..", "io.netty..", "reactor.netty..", "java.net.http.."
    };
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
    /** Of query-api, what its features share. */
    private static final String[] SHARED = {
        "dev.agentlens.query.session..",
        "dev.agentlens.query.http..",
        "dev.agentlens.query.cache..",
        "dev.agentlens.query.position..",
        "dev.agentlens.query.prices.."
    };

    @ArchTest
    static final ArchRule projectorServesNoHttp = neverKnow("dev.agentlens.projector..", HTTP);

    @ArchTest
    static final ArchRule queryKnowsNoEvent = neverKnow("dev.agentlens.query..", "dev.agentlens.common.event..");

    @ArchTest
    static final ArchRule sharedCodeKnowsNoFeature = noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.agentlens.query.*..").and(not(resideInAnyPackage(SHARED))));

    @ArchTest
    static final ArchRule featuresKnowNoOtherFeature = slices().matching("dev.agentlens.query.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED));

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

    /** A module's root package holds its wiring and settings and so is on both sides; no feature is in it. */
    @ArchTest
    static final ArchRule featuresAreFreeOfCycles =
            slices().matching("dev.agentlens.(*).(*)..").should().beFreeOfCycles();

    /** Its root package reads events. The packages below do not know events, so the module has no cycles. */
    @ArchTest
    static final ArchRule messagesAreReadWithoutTheirEvent =
            neverKnow("dev.agentlens.messages.*..", "dev.agentlens.messages");

    /** Much of them is public for the module's root package only. */
    @ArchTest
    static final ArchRule shapesOfMessagesAreUnknownOutside = noClasses()
            .that()
            .resideOutsideOfPackage("dev.agentlens.messages..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.agentlens.messages.*..")
                    .and(not(resideInAnyPackage(
                            "dev.agentlens.messages.message",
                            "dev.agentlens.messages.error",
                            "dev.agentlens.messages.json"))));

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

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
