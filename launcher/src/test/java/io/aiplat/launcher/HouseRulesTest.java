package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Limits of size and form over all sources of the house, which a reader meets everywhere.
class HouseRulesTest {
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 70;
    private static final int LINE_LENGTH = 120;

    private static List<Path> sources;

    @BeforeAll
    static void find() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(found::add);
            }
        }
        sources = List.copyOf(found);
        assertTrue(sources.size() > 100, () -> "only " + sources.size() + " sources were found below " + HOUSE);
    }

    private static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>(List.of(HOUSE.resolve("launcher")));
        try (Stream<Path> rooms = Files.list(HOUSE.resolve("appliance"))) {
            rooms.filter(room -> Files.isDirectory(room.resolve("src"))).forEach(modules::add);
        }
        return modules;
    }

    private static String name(Path source) {
        return HOUSE.relativize(source).toString();
    }

    @Test
    void noFileIsLongerThanAReaderCanHold() throws IOException {
        List<String> long_ = new ArrayList<>();
        for (Path source : sources) {
            int lines = Files.readAllLines(source).size();
            if (lines > FILE_LINES) {
                long_.add(name(source) + ": " + lines);
            }
        }
        assertEquals(List.of(), long_, "files of more than " + FILE_LINES + " lines");
    }

    @Test
    void noMethodIsLongerThanAScreen() throws IOException {
        List<String> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TooLong(unit, positions, found).scan(unit, null);
            }
        }
        assertEquals(List.of(), found, "methods of more than " + METHOD_LINES + " lines");
    }

    /// Collects the methods of one file that are too long.
    private static final class TooLong extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        private TooLong(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap lines = unit.getLineMap();
            long end = positions.getEndPosition(unit, method);
            if (end >= 0) { // Without an end it is written by the compiler: a default constructor.
                long length =
                        lines.getLineNumber(end) - lines.getLineNumber(positions.getStartPosition(unit, method)) + 1;
                if (length > METHOD_LINES) {
                    found.add(name(Path.of(unit.getSourceFile().toUri())) + " " + method.getName() + ": " + length);
                }
            }
            return super.visitMethod(method, nothing);
        }
    }

    /// The formatter turns longer ones into plain comments, and the documentation is gone.
    @Test
    void noDocCommentIsTooWide() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            Files.readAllLines(source).stream()
                    .filter(line -> line.strip().startsWith("///") && line.length() > LINE_LENGTH)
                    .forEach(line -> found.add(name(source) + ": " + line.strip()));
        }
        assertEquals(List.of(), found, "doc comments of more than " + LINE_LENGTH + " columns");
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            if (source.endsWith("HouseRulesTest.java")) {
                continue;
            }
            Files.readAllLines(source).stream()
                    .filter(line -> line.matches(".*\\b(TODO|FIXME|XXX)\\b.*"))
                    .forEach(line -> found.add(name(source) + ": " + line.strip()));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            Path folder = source.getParent();
            boolean main = source.toString().contains("/src/main/java/");
            if (main && !Files.exists(folder.resolve("package-info.java"))) {
                found.add(name(folder));
            } else if (main
                    && !Files.readString(folder.resolve("package-info.java")).contains("@NullMarked")) {
                found.add(name(folder));
            }
        }
        assertEquals(List.of(), found.stream().distinct().toList(), "packages without @NullMarked");
    }
}
