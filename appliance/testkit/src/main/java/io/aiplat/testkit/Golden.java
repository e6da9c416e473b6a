package io.aiplat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.aiplat.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares texts with files under `src/test/resources`, and complains of files nobody compares with.
/// With `-Daiplat.golden=write` the files are written instead; look at the diff before you commit it.
public final class Golden {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Golden() {}

    /// Asserts that `text` equals the file.
    ///
    /// @param file below `src/test/resources`
    public static void matches(String file, String text) {
        Path path = RESOURCES.resolve(file);
        try {
            if ("write".equals(System.getProperty("aiplat.golden"))) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            }
            if (!Files.exists(path)) {
                fail("no golden file " + path + "; write it with -Daiplat.golden=write");
            }
            assertEquals(Files.readString(path), text, path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asserts that a folder holds exactly these files.
    ///
    /// @param folder below `src/test/resources`
    public static void folderHoldsOnly(String folder, List<String> names) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            assertEquals(
                    new TreeSet<>(names),
                    files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)),
                    "files in " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asserts that every problem a room can have has its text in `problems/CODE.txt`, and the other way round.
    ///
    /// @param factories the room's `…Problems` class; each public static method makes one kind of problem
    /// @param samples   one problem of each kind
    public static void problems(Class<?> factories, List<Problem> samples) {
        problems(List.of(factories), samples);
    }

    /// The same for a room with several such classes.
    public static void problems(List<Class<?>> factories, List<Problem> samples) {
        long kinds = factories.stream()
                .flatMap(f -> Arrays.stream(f.getDeclaredMethods()))
                .filter(m -> Modifier.isStatic(m.getModifiers()) && !Modifier.isPrivate(m.getModifiers()))
                .filter(m -> m.getReturnType() == Problem.class)
                .count();
        assertEquals(kinds, samples.size(), "factories and samples of them");
        samples.forEach(p -> matches("problems/" + p.code().id() + ".txt", p.toText()));
        folderHoldsOnly(
                "problems", samples.stream().map(p -> p.code().id() + ".txt").toList());
    }
}
