package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Problem;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Writes the reference of problems from the golden texts of all rooms.
class ProblemsReferenceTest {
    private static final Path HOUSE = Path.of("..");

    /// After a change of a problem: `mvn test -pl launcher -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsHoldsEveryProblemOfEveryRoom() throws Exception {
        Map<String, String> texts = texts();
        Map<String, Problem> samples = ProblemSamples.all();
        assertEquals(samples.keySet(), texts.keySet(), "codes of the factories and of the golden texts");
        StringBuilder page = new StringBuilder("""
                # Problems

                Every failure has a code, a reason and something to try. Names, numbers and paths below are examples.
                With `-o json` a problem is an object `error` on standard error, with the same parts.
                """);
        texts.forEach((code, text) -> page.append("\n## ")
                .append(code)
                .append("\n\nExit status ")
                .append(samples.get(code).code().exit().status())
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
}
