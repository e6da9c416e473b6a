package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class CommandsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/aiplat/launcher/command");

    private static CommandLine tree() {
        PrintStream none = new PrintStream(PrintStream.nullOutputStream());
        ProcessContext surroundings = new ProcessContext(
                Map.of(), Map.of(), Path.of(""), InputStream.nullInputStream(), none, none, false, () -> false);
        return new CommandTree(surroundings).all().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }

    @Test
    void everyCommandClassIsInTheList() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Set<String> classes = files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith("Command.java") && !name.equals("AiplatCommand.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> listed = new TreeSet<>();
            walk(tree(), line -> {
                // A command may be a method of its parent's class, too.
                if (!(line.getCommand() instanceof Method)) {
                    listed.add(line.getCommand().getClass().getSimpleName());
                }
            });
            listed.remove("AiplatCommand");
            assertEquals(classes, listed);
        }
    }

    @TestFactory
    List<DynamicTest> theHelpReadsLikeItsGoldenText() {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> files = new ArrayList<>();
        walk(tree(), line -> {
            String file = line.getCommandSpec().qualifiedName("-") + ".txt";
            files.add(file);
            tests.add(DynamicTest.dynamicTest(file, () -> Golden.matches("help/" + file, line.getUsageMessage())));
        });
        tests.add(DynamicTest.dynamicTest("no other file", () -> Golden.folderHoldsOnly("help", files)));
        return tests;
    }

    @Test
    void everyOptionSaysWhatItIsFor() {
        walk(tree(), line -> {
            for (OptionSpec option : line.getCommandSpec().options()) {
                assertTrue(
                        option.description().length > 0,
                        line.getCommandSpec().qualifiedName() + " " + option.longestName() + " says what it is for");
            }
        });
    }

    @Test
    void everyArgumentSaysWhatItIs() {
        walk(tree(), line -> {
            for (PositionalParamSpec argument : line.getCommandSpec().positionalParameters()) {
                assertTrue(
                        argument.description().length > 0,
                        line.getCommandSpec().qualifiedName() + " says what " + argument.paramLabel() + " is");
            }
        });
    }

    /// Lists of commands show the first line alone.
    @Test
    void theFirstLineOfEveryHelpIsASentence() {
        walk(tree(), line -> {
            String[] description = line.getCommandSpec().usageMessage().description();
            assertTrue(description.length > 0 && !description[0].isEmpty(), line.getCommandName() + " is described");
            char end = description[0].charAt(description[0].length() - 1);
            assertTrue(end == '.' || description[0].contains("eval"), line.getCommandName() + ": " + description[0]);
        });
    }

    @Test
    void whatEveryCommandTakesComesLast() {
        walk(tree(), line -> {
            String help = line.getUsageMessage();
            assertTrue(help.lines().findFirst().orElseThrow().length() <= 80, help);
            if (!line.getCommandSpec().optionsMap().containsKey("--home")) {
                return;
            }
            int rest = help.indexOf("Every command takes:");
            assertTrue(rest > 0 && help.indexOf("--home") > rest && help.indexOf("--verbose") > rest, help);
            for (OptionSpec option : line.getCommandSpec().options()) {
                if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
                    assertTrue(help.indexOf(option.longestName()) < rest || isRoot(line), option.longestName() + help);
                }
            }
        });
    }

    private static boolean isRoot(CommandLine line) {
        return line.getParent() == null;
    }

    private static void walk(CommandLine line, Consumer<CommandLine> visitor) {
        visitor.accept(line);
        line.getSubcommands().values().forEach(command -> walk(command, visitor));
    }
}
