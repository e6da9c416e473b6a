package io.aiplat.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelStore;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The walls that Maven modules cannot build. `docs/decisions/rooms.md` says why each is there.
class ArchitectureTest {
    /// Who may use whom.
    private static final Map<String, Set<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("config", Set.of("model")),
            Map.entry("library", Set.of("model", "config")),
            Map.entry("store", Set.of("model")),
            Map.entry("host", Set.of("model")),
            Map.entry("cluster", Set.of("model", "config", "host")),
            Map.entry("supply", Set.of("model")),
            Map.entry("inference", Set.of("model", "supply")),
            Map.entry(
                    "provisioning",
                    Set.of("model", "config", "library", "store", "host", "cluster", "supply", "inference")),
            Map.entry("wire", Set.of()),
            Map.entry("management", Set.of("model")),
            Map.entry("routing", Set.of("model", "config")),
            Map.entry("governance", Set.of("model", "store")),
            Map.entry("operator", Set.of("model", "cluster", "routing")),
            Map.entry("telemetry", Set.of("model")),
            Map.entry(
                    "gateway",
                    Set.of("model", "config", "inference", "wire", "management", "routing", "governance", "telemetry")),
            Map.entry("console", Set.of("model", "management", "supply", "inference", "gateway")),
            Map.entry(
                    "quality",
                    Set.of("model", "config", "store", "management", "governance", "telemetry", "gateway"))));

    /// Libraries that only these rooms may use.
    private static final Map<String, List<String>> LOCKED = new TreeMap<>(Map.of(
            "com.github.dockerjava..", List.of("io.aiplat.host.."),
            "io.fabric8..", List.of("io.aiplat.cluster..", "io.aiplat.operator.."),
            "io.javaoperatorsdk..", List.of("io.aiplat.operator.."),
            "org.jline..", List.of("io.aiplat.launcher.."),
            "picocli..", List.of("io.aiplat.launcher.."),
            // In cluster fabric8 throws its exceptions, and connect writes files of other programs.
            "org.snakeyaml..", List.of("io.aiplat.config..", "io.aiplat.cluster..", "io.aiplat.launcher.connect.."),
            "de.kherud..", List.of("io.aiplat.inference.embedded.."),
            "org.sqlite..", List.of("io.aiplat.governance.."),
            "io.prometheus..", List.of("io.aiplat.telemetry.."),
            "io.opentelemetry..", List.of("io.aiplat.telemetry..")));

    private static final String BANNED_ENDINGS = ".*(Manager|Helper|Utils?|Common|Impl|Data|Info)";
    private static final String BANNED_BEGINNINGS = "(Abstract|Base)[A-Z].*";

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/testkit/"))
                .importPackages("io.aiplat");
    }

    @TestFactory
    Stream<DynamicTest> aRoomUsesOnlyTheRoomsItMay() {
        return ROOMS.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> {
                    Set<String> forbidden = new TreeSet<>(ROOMS.keySet());
                    forbidden.add("launcher");
                    forbidden.remove(room.getKey());
                    forbidden.removeAll(room.getValue());
                    String[] packages =
                            forbidden.stream().map(r -> "io.aiplat." + r + "..").toArray(String[]::new);
                    check(noClasses()
                            .that()
                            .resideInAPackage("io.aiplat." + room.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(packages));
                }));
    }

    @Test
    void everyRoomIsInTheTable() {
        Set<String> rooms = code.stream()
                .map(c -> c.getPackageName().split("\\."))
                .filter(names -> names.length > 2)
                .map(names -> names[2])
                .collect(Collectors.toCollection(TreeSet::new));
        rooms.removeAll(ROOMS.keySet());
        org.junit.jupiter.api.Assertions.assertEquals(Set.of("launcher"), rooms);
    }

    @TestFactory
    Stream<DynamicTest> aLibraryStaysInItsRoom() {
        return LOCKED.entrySet().stream()
                .map(library -> DynamicTest.dynamicTest(
                        library.getKey(),
                        () -> check(noClasses()
                                .that()
                                .resideOutsideOfPackages(library.getValue().toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(library.getKey()))));
    }

    @Test
    void thePlannerIsPure() {
        check(classes()
                .that()
                .resideInAPackage("io.aiplat.provisioning.plan..")
                .should()
                .onlyDependOnClassesThat(
                        inAny("io.aiplat.provisioning.plan", "io.aiplat.model", "java.", "org.jspecify.")));
        check(noClasses()
                .that()
                .resideInAPackage("io.aiplat.provisioning.plan..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.io.."));
    }

    /// What runs models reads what is kept, and neither brings nor removes any.
    @Test
    void whatRunsModelsBringsNone() {
        check(noClasses()
                .that()
                .resideInAPackage("io.aiplat.inference..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ModelStore.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(BundledModel.class));
    }

    private static DescribedPredicate<JavaClass> inAny(String... beginnings) {
        return DescribedPredicate.describe("are in " + List.of(beginnings), c -> {
            String name = c.getBaseComponentType().getFullName();
            return c.getBaseComponentType().isPrimitive()
                    || Stream.of(beginnings).anyMatch(name::startsWith);
        });
    }

    /// What happens between a request and its answer is the same for a call inside the process.
    @Test
    void theWayToAModelKnowsNoConnection() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "io.aiplat.gateway.responder..",
                        "io.aiplat.gateway.call..",
                        "io.aiplat.gateway.pipeline..",
                        "io.aiplat.gateway.guard..",
                        "io.aiplat.gateway.cache..",
                        "io.aiplat.gateway.capture..",
                        "io.aiplat.gateway.provider..",
                        "io.aiplat.gateway.upstream..",
                        "io.aiplat.gateway.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.aiplat.gateway.connection.."));
    }

    @Test
    void otherRoomsCallModelsInOneWay() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.aiplat.gateway..",
                        "io.aiplat.console..",
                        "io.aiplat.launcher..",
                        // They serve addresses of the gateway, and call no model.
                        "io.aiplat.quality.intake..",
                        "io.aiplat.quality.prometheus..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of the gateway, but for its in-process client",
                        c -> c.getPackageName().startsWith("io.aiplat.gateway")
                                && !c.getPackageName().equals("io.aiplat.gateway.inprocess"))));
    }

    @Test
    void onlyTheLauncherKnowsTheProcessItRunsIn() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.aiplat.launcher..")
                .and()
                // These are main classes of processes of their own.
                .doNotHaveFullyQualifiedName("io.aiplat.inference.embedded.worker.Worker")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.host.gpu.NvmlMain")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class));
    }

    @Test
    void insideTheLauncherOnlyTheMainClassesDo() {
        check(noClasses()
                .that()
                .resideInAPackage("io.aiplat.launcher..")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.Main")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.Boot")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.rehearsal.AotTraining")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class));
    }

    @Test
    void logsGoThroughSlf4j() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void digestsAreMadeInOnePlace() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.aiplat.model.Digests")
                .should()
                .callMethod(MessageDigest.class, "getInstance", String.class));
    }

    /// Proxies, a company's authority and time-outs are decided in one place; the rest speaks to our own processes, or
    /// to nobody.
    @Test
    void clientsOfOtherServersAreMadeInOnePlace() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.client.OutboundHttp")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.client.ApplianceClient")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.supply.ollama.OllamaApi")
                .and()
                .doNotHaveFullyQualifiedName("io.aiplat.inference.llamacpp.LlamaServerClient")
                .and()
                // Gateways beside it in its cluster.
                .doNotHaveFullyQualifiedName("io.aiplat.launcher.pods.OperatorPod")
                .and()
                // A dry run opens no connection.
                .doNotHaveFullyQualifiedName("io.aiplat.gateway.GatewayDryRun")
                .should()
                .callMethod(HttpClient.class, "newBuilder")
                .orShould()
                .callMethod(HttpClient.class, "newHttpClient"));
    }

    @Test
    void noNameSaysNothing() {
        check(noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..impl.."));
        check(noClasses()
                .that()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*\\." + BANNED_ENDINGS)
                .orShould()
                .haveNameMatching(".*\\." + BANNED_BEGINNINGS));
    }

    @Test
    void noPackagesGoInCircles() {
        check(slices().matching("io.aiplat.(**)").should().beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(code);
    }
}
