package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.Cli;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.store.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/// What README and docs have people type is a command line that aiplat takes, and their links lead somewhere.
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /// Fenced blocks of a shell, indented lines, and code within sentences.
    private static final Pattern CODE =
            Pattern.compile("^```sh\n(.*?)^```$|^ {4}(\\S[^\n]*)$|`([^`\n]+)`", Pattern.MULTILINE | Pattern.DOTALL);
    /// Up to what ends a command in a shell.
    private static final Pattern COMMAND = Pattern.compile(
            "(?:^|\\$\\(|&& |; |\\| )aiplat ((?:\"[^\"\n]*\"|'[^'\n]*'|\\\\\n|[^\n|;&<>)#])+)", Pattern.MULTILINE);
    private static final Pattern YAML =
            Pattern.compile("^( *)```yaml\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            List<Path> all =
                    new ArrayList<>(pages.filter(page -> page.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            for (String page :
                    List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "changes/README.md")) {
                all.add(ROOT.resolve(page));
            }
            return all;
        }
    }

    @TestFactory
    List<DynamicTest> commandsAreTaken() throws IOException {
        return pages().stream()
                .filter(page -> !page.toString().contains("docs/decisions")
                        && !page.endsWith("docs/reference/commands.md")
                        && !page.endsWith("docs/reference/problems.md"))
                .map(page -> DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> taken(page)))
                .toList();
    }

    private static void taken(Path page) throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> lines = CODE.matcher(Files.readString(page))
                .results()
                .flatMap(code -> COMMAND.matcher(word(code)).results())
                .map(found -> found.group(1).replace("\\\n", " "))
                .toList();
        for (String line : lines) {
            String[] words = WORD.matcher(line).results().map(DocsTest::word).toArray(String[]::new);
            try {
                tree().parseArgs(words);
            } catch (MissingParameterException named) {
                // A command that prose only names, without its arguments.
                continue;
            } catch (ParameterException refused) {
                boolean placeholder = line.matches(".*\\b(PART|CLIENT|COMMAND)\\b.*");
                if (!placeholder) {
                    wrong.add("aiplat " + line + ": " + refused.getMessage());
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(!page.endsWith("docs/how-to/README.md") || lines.size() > 20, "its commands are found");
    }

    /// What a page shows as a gateway.yaml of an appliance is one.
    @TestFactory
    List<DynamicTest> routesAreRight(@TempDir Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Home home = new Home(folder.resolve("home")).open();
        for (Path page : pages()) {
            List<String> files = YAML.matcher(read(page))
                    .results()
                    .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                    .filter(text -> text.startsWith("upstreams:") && text.contains("models:"))
                    .toList();
            for (String file : files) {
                tests.add(DynamicTest.dynamicTest(ROOT.relativize(page) + " " + tests.size(), () -> {
                    Files.writeString(home.root().resolve("gateway.yaml"), file);
                    Cli.Result check =
                            new Cli(folder).with("OPENAI_API_KEY", "sk-x").run("gateway", "check");
                    assertEquals(0, check.exit(), check.err() + file);
                }));
            }
        }
        assertTrue(tests.size() >= 3, "there are such pages");
        return tests;
    }

    private static String word(MatchResult word) {
        for (int group = 1; group <= 3; group++) {
            if (word.group(group) != null) {
                return word.group(group);
            }
        }
        throw new AssertionError(word.group());
    }

    private static CommandLine tree() {
        PrintStream none = new PrintStream(PrintStream.nullOutputStream());
        return new CommandTree(new ProcessContext(
                        Map.of(), Map.of(), Path.of(""), InputStream.nullInputStream(), none, none, false, () -> false))
                .all();
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(read(page))
                    .results()
                    .filter(link -> !Files.exists(page.resolveSibling(link.group(1))))
                    .forEach(link -> broken.add(ROOT.relativize(page) + ": " + link.group(1)));
        }
        assertEquals(List.of(), broken);
    }

    /// It grows with every version; a measurement stands with its commit.
    @Test
    void noPageButTheMeasurementsSaysHowLargeTheJarIs() throws IOException {
        Pattern size = Pattern.compile("\\bJAR\\b[^.,;\n]{0,30}?\\b(is|has|of)[^.,;\n]{0,15} [0-9]+(\\.[0-9]+)? ?Mi?B");
        List<String> said = new ArrayList<>();
        for (Path page : pages()) {
            if (!page.endsWith("benchmarks.md")) {
                size.matcher(read(page)).results().forEach(found -> said.add(page + ": " + found.group()));
            }
        }
        assertEquals(List.of(), said);
    }

    /// What nobody finds is not read.
    @Test
    void everyHowToIsInTheListOfThem() throws IOException {
        String list = read(ROOT.resolve("docs/how-to/README.md"));
        for (Path page : pages()) {
            if (page.getParent().endsWith("how-to") && !page.endsWith("README.md")) {
                assertTrue(list.contains("(" + page.getFileName()), page + " is linked");
            }
        }
        assertTrue(list.contains("../reference/api.md"), "the reference of the APIs is linked");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
