package io.aiplat.launcher;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
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

/// One problem of every code of every room, as the factories make it of values that mean nothing.
final class ProblemSamples {
    private ProblemSamples() {}

    /// By the names of their codes.
    static Map<String, Problem> all() throws ReflectiveOperationException {
        Map<String, Problem> samples = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> location.contains("Problems.class"))
                .importPackages("io.aiplat")) {
            if (found.getSimpleName().endsWith("Problems")) {
                for (Method factory : factories(found.reflect())) {
                    Problem problem = call(factory);
                    samples.put(problem.code().id(), problem);
                }
            }
        }
        return samples;
    }

    private static List<Method> factories(Class<?> problems) {
        return Arrays.stream(problems.getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()))
                .filter(m -> m.getReturnType() == Problem.class)
                .toList();
    }

    private static Problem call(Method factory) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(factory.getGenericParameterTypes())
                .map(ProblemSamples::any)
                .toArray();
        try {
            factory.setAccessible(true);
            return (Problem) factory.invoke(null, arguments);
        } catch (InvocationTargetException | IllegalArgumentException e) {
            throw new IllegalStateException("no problem comes of " + factory + " with " + List.of(arguments), e);
        }
    }

    /// Some value of a type; neither code nor exit status depends on it.
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
