package io.aiplat.launcher.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Synonyms of commands: what people type who come from Ollama or Docker, and what they mean by it here. The words of a
/// command line are replaced before anybody reads them, so that options, help and completion are those of the command.
final class Synonyms {
    private static final Map<String, List<String>> MEANT = Map.of(
            "ps", List.of("models", "ps"),
            "ls", List.of("models", "list"),
            "list", List.of("models", "list"),
            "show", List.of("models", "show"),
            "search", List.of("models", "search"),
            "pull", List.of("models", "pull"),
            "run", List.of("models", "run"),
            "rm", List.of("models", "rm"),
            "dashboard", List.of("open"),
            "start", List.of("up"));

    private Synonyms() {}

    /// The command line with its first word as we call it.
    ///
    /// @param typed behind the name of the program; options may stand before the first word
    static String[] read(String[] typed) {
        int first = firstWord(typed);
        List<String> meant = meant(typed, first);
        return meant == null
                ? typed
                : Stream.of(
                                Arrays.stream(typed, 0, first),
                                meant.stream(),
                                Arrays.stream(typed, first + 1, typed.length))
                        .flatMap(words -> words)
                        .toArray(String[]::new);
    }

    private static @Nullable List<String> meant(String[] typed, int first) {
        if (first >= typed.length) {
            return null;
        }
        // By itself it stops the appliance, and takes no words.
        boolean model = typed[first].equals("stop") && typed.length > first + 1 && !typed[first + 1].startsWith("-");
        return model ? List.of("models", "stop") : MEANT.get(typed[first]);
    }

    private static int firstWord(String[] typed) {
        int i = 0;
        while (i < typed.length && typed[i].startsWith("-")) {
            i += takesValue(typed[i]) ? 2 : 1;
        }
        return i;
    }

    /// Those that all commands have.
    private static boolean takesValue(String option) {
        return List.of("--home", "--config", "--output", "-o", "--set").contains(option);
    }
}
