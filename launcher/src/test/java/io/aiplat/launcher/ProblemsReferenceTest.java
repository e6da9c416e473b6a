package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Writes the reference of problems from the golden texts of all rooms.
class ProblemsReferenceTest {
    private static final Path HOUSE = Path.of("..");

    /// After a change of a problem: `mvn test -pl launcher -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsHoldsEveryProblemOfEveryRoom() throws Exception {
        Map<String, String> texts = texts();
        Map<String, ExitCode> exits = exits();
        assertEquals(exits.keySet(), texts.keySet(), "codes of the factories and of the golden texts");
        StringBuilder page = new StringBuilder("""
                # Problems

                Every failure has a code, a reason and something to try. Names, numbers and paths below are examples.
                With `-o json` a problem is an object `error` on standard error, with the same parts.
                """);
        texts.forEach((code, text) -> page.append("\n## ")
                .append(code)
                .append("\n\nExit status ")
                .append(exits.get(code).status())
                .append(".\n\n```text\n")
                .append(text.stripTrailing())
                .append("\n```\n"));
        Golden.matches("../../../../docs/reference/problems.md", page.toString());
    }

    private static Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    texts.put(name.substring(0, name.length() - ".txt".length()), Files.readString(file));
                }
            }
        }
        return texts;
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> rooms = Files.list(HOUSE.resolve("appliance"))) {
            return Stream.concat(rooms, Stream.of(HOUSE.resolve("launcher")))
                    .map(room -> room.resolve("src/test/resources/problems"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static Map<String, ExitCode> exits() throws ReflectiveOperationException {
        Map<String, ExitCode> exits = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> location.contains("Problems.class"))
                .importPackages("io.aiplat")) {
            if (found.getSimpleName().endsWith("Problems")) {
                for (Method factory : factories(found.reflect())) {
                    Problem problem = call(factory);
                    exits.put(problem.code().id(), problem.code().exit());
                }
            }
        }
        return exits;
    }

    private static List<Method> factories(Class<?> problems) {
        return Arrays.stream(problems.getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()))
                .filter(m -> m.getReturnType() == Problem.class)
                .toList();
    }

    private static Problem call(Method factory) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(factory.getGenericParameterTypes())
                .map(ProblemsReferenceTest::any)
                .toArray();
        try {
            factory.setAccessible(true);
            return (Problem) factory.invoke(null, arguments);
        } catch (InvocationTargetException | IllegalArgumentException e) {
            throw new IllegalStateException("no problem comes of " + factory + " with " + List.of(arguments), e);
        }
    }

    /// Some value of a type; the exit status depends on none.
    private static @Nullable Object any(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return List.of(Objects.requireNonNull(any(generic.getActualTypeArguments()[0])));
        }
        Class<?> wanted = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (wanted.isEnum()) {
            return wanted.getEnumConstants()[0];
        }
        return Stream.of(
                        "x",
                        1,
                        1L,
                        Path.of("/x"),
                        URI.create("http://x.example"),
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        Set.of("x"),
                        ImageReference.parse("x/x:1"),
                        new ClusterIdentity(null, null, "x", null))
                .filter(value ->
                        MethodType.methodType(wanted).wrap().returnType().isInstance(value))
                .findFirst()
                .orElse(null);
    }
}
