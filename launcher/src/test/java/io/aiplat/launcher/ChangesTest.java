package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of the change log are named so that the next release finds them.
class ChangesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CHANGES = ROOT.resolve("changes");
    private static final Set<String> OTHERS = Set.of("README.md", "assemble.py");
    private static final Pattern NAME =
            Pattern.compile("([0-9]+|[a-z0-9]+(?:-[a-z0-9]+)*)\\.(added|changed|fixed|security|removed)\\.md");
    private static final int LONGEST = 600;

    private static List<Path> fragments() throws IOException {
        try (Stream<Path> files = Files.list(CHANGES)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !OTHERS.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyChangeIsNamedByWhatItIsAndItsKind() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : fragments()) {
            String name = file.getFileName().toString();
            String text = Files.readString(file).strip();
            if (!NAME.matcher(name).matches()) {
                wrong.add(name + " is not <what>.<kind>.md, as changes/README.md says");
            } else if (!text.endsWith(".") || text.startsWith("#") || text.startsWith("-") || text.contains("\n\n")) {
                wrong.add(name + " is not a paragraph of sentences");
            } else if (text.length() > LONGEST) {
                wrong.add(name + " has more than " + LONGEST + " characters");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aReleaseMovesThemIntoTheLog(@TempDir Path copy) throws IOException, InterruptedException {
        Need.that(Files.isExecutable(Path.of("/usr/bin/python3")), "Python 3 in /usr/bin");
        Path folder = Files.createDirectories(copy.resolve("changes"));
        Files.copy(CHANGES.resolve("assemble.py"), folder.resolve("assemble.py"));
        Files.writeString(copy.resolve("pom.xml"), "<project><version>1.2.3</version></project>");
        Files.writeString(copy.resolve("CHANGELOG.md"), "# Changes\n\nSee changes.\n\n## 1.2.2, 2026-01-01\n\nOld.\n");
        Files.writeString(folder.resolve("10.fixed.md"), "It ends,\nin time.\n");
        Files.writeString(folder.resolve("9.fixed.md"), "It starts.\n");
        Files.writeString(folder.resolve("a-page.added.md"), "There is a page.\n");

        Process process = new ProcessBuilder("/usr/bin/python3", "changes/assemble.py", "--write")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);

        String log = Files.readString(copy.resolve("CHANGELOG.md"));
        String expected = """
            # Changes

            See changes.

            ## 1.2.3, DAY

            ### Added

            - There is a page.

            ### Fixed

            - It starts.
            - It ends, in time.

            ## 1.2.2, 2026-01-01

            Old.
            """;
        assertEquals(expected, log.replaceFirst("1\\.2\\.3, [0-9-]{10}", "1.2.3, DAY"));
        assertTrue(Files.notExists(folder.resolve("10.fixed.md")), "what was released is gone");
    }
}
