package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.gateway.GatewayServer;
import io.aiplat.inference.ModelEngine;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.launcher.wiring.SourceWiring;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.source.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each way of having something is wired, and proved by the contract of its kind. What nobody wires would be
/// left out of the product, and what no contract proves would differ from the others, both without a word.
class VariantsTest {
    @TestFactory
    Stream<DynamicContainer> eachClusterProvider() {
        return variants(ClusterProvider.class, "cluster", "io.aiplat.cluster.ClusterProviderContract");
    }

    @TestFactory
    Stream<DynamicContainer> eachModelEngine() {
        return variants(ModelEngine.class, "inference", "io.aiplat.inference.ModelEngineContract");
    }

    @TestFactory
    Stream<DynamicContainer> eachModelStore() {
        return variants(ModelStore.class, "supply", "io.aiplat.supply.ModelStoreContract");
    }

    @TestFactory
    Stream<DynamicContainer> eachModelSource() {
        return variants(
                ModelSource.class.getName(),
                SourceWiring.class,
                "supply",
                "io.aiplat.supply.source.ModelSourceContract");
    }

    @TestFactory
    Stream<DynamicContainer> eachGatewayProvider() {
        return variants(
                "io.aiplat.gateway.provider.Provider",
                GatewayServer.class,
                "gateway",
                "io.aiplat.gateway.ProviderContract");
    }

    private static Stream<DynamicContainer> variants(Class<?> kind, String room, String contract) {
        return variants(kind.getName(), InstallScope.class, room, contract);
    }

    /// @param maker it, or what is beside it in its package, has to make each of them
    private static Stream<DynamicContainer> variants(String kind, Class<?> maker, String room, String contract) {
        JavaClasses product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.aiplat");
        List<JavaClass> variants = product.stream()
                .filter(c -> c.isAssignableTo(kind) && !c.isInterface())
                .toList();
        assertFalse(variants.isEmpty(), () -> "no class implements " + kind);
        List<JavaClass> makers = product.stream()
                .filter(c -> c.getPackageName().equals(maker.getPackageName()))
                .toList();
        JavaClasses tests = testsOf(room);
        return variants.stream()
                .map(variant -> DynamicContainer.dynamicContainer(
                        variant.getSimpleName(),
                        Stream.of(
                                DynamicTest.dynamicTest(
                                        "is wired",
                                        () -> assertTrue(
                                                makes(makers, variant),
                                                () -> maker.getSimpleName() + " does not make a " + variant.getName())),
                                DynamicTest.dynamicTest(
                                        "keeps the contract",
                                        () -> assertTrue(
                                                isProved(variant, contract, tests),
                                                () -> "no test of " + variant.getName() + " implements "
                                                        + contract)))));
    }

    /// The tests of a room as they were compiled with it.
    private static JavaClasses testsOf(String room) {
        Path folder = Path.of("..", "appliance", room, "target", "test-classes");
        assertTrue(Files.isDirectory(folder), () -> folder + " is missing: build with -am");
        return new ClassFileImporter().importPath(folder);
    }

    /// Whether it calls a constructor, or a method of the class that does.
    private static boolean makes(List<JavaClass> makers, JavaClass made) {
        return makers.stream()
                .flatMap(maker -> maker.getCodeUnitCallsFromSelf().stream())
                .anyMatch(call -> call.getTargetOwner().equals(made));
    }

    /// Whether a test implements the contract and works with the variant by its own name, not that of its
    /// kind.
    private static boolean isProved(JavaClass variant, String contract, JavaClasses tests) {
        return tests.stream()
                .filter(test -> test.isAssignableTo(contract) && !test.isInterface())
                .flatMap(test -> test.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .anyMatch(used -> used.getName().equals(variant.getName()));
    }
}
