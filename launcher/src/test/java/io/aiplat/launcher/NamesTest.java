package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A name means one thing in the whole product, and the pages that explain names name what is there.
class NamesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)(?:[.#]\\w+)?`");
    private static final int MOST_FILES = 25;

    private static JavaClasses code;

    @BeforeAll
    static void read() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/testkit/"))
                .importPackages("io.aiplat");
    }

    /// The rows of the first table after a heading, without its head.
    private static List<List<String>> table(String page, String heading) throws IOException {
        String text = Files.readString(DOCS.resolve(page));
        String rest = text.substring(text.indexOf(heading));
        return rest.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }

    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        Matcher found = CODE.matcher(cell);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    @Test
    void aPublicNameThatStandsForTwoThingsHasAReason() throws IOException {
        Map<String, Set<String>> byName = new TreeMap<>();
        for (JavaClass type : code) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.getSimpleName().isEmpty()) {
                byName.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(type.getName());
            }
        }
        byName.values().removeIf(types -> types.size() == 1);
        Set<String> explained = table("decisions/names.md", "## Names that occur twice").stream()
                .flatMap(row -> names(row.getFirst()).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(explained, byName.keySet(), () -> "in docs/decisions/names.md, and in the code: " + byName);
    }

    @Test
    void noTwoFilesHaveTheSameName() throws IOException {
        Map<String, Set<Path>> byName = new TreeMap<>();
        for (Path source : sources()) {
            byName.computeIfAbsent(source.getFileName().toString(), _ -> new TreeSet<>())
                    .add(source);
        }
        byName.remove("package-info.java");
        byName.values().removeIf(files -> files.size() == 1);

        assertEquals(Map.of(), byName);
    }

    @Test
    void aPackageIsNoLargerThanAReaderCanHold() throws IOException {
        Map<Path, Long> large = sources().stream()
                .filter(source -> !source.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
        assertTrue(large.size() > 40, () -> "only " + large.keySet());
        large.values().removeIf(files -> files <= MOST_FILES);

        assertEquals(Map.of(), large, "packages of more than " + MOST_FILES + " files");
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String part : List.of("appliance", "launcher")) {
            try (Stream<Path> files = Files.walk(Path.of("..", part))) {
                files.filter(file -> file.toString().endsWith(".java")
                                && file.toString()
                                        .contains(Path.of("src", "main").toString()))
                        .forEach(found::add);
            }
        }
        return found;
    }

    @Test
    void theGlossaryNamesTypesThatAreThereInTheirRooms() throws IOException {
        Set<String> types = new HashSet<>();
        Set<String> rooms = new HashSet<>();
        for (JavaClass type : code) {
            String room = type.getPackageName().replaceFirst("^io\\.aiplat\\.(\\w+).*", "$1");
            rooms.add(room);
            types.add(room + " " + type.getSimpleName());
        }
        List<List<String>> rows = table("concepts/glossary.md", "| term");
        assertTrue(rows.size() > 40, () -> "only " + rows.size() + " terms");
        List<String> wrong = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> its = List.of(row.get(2).split(", "));
            names(row.get(1)).stream()
                    .filter(name -> its.stream().noneMatch(room -> types.contains(room + " " + name)))
                    .forEach(name -> wrong.add(name + " in " + its));
        }
        assertEquals(List.of(), wrong);
        assertTrue(rooms.contains("inference"), rooms::toString);
    }
}
