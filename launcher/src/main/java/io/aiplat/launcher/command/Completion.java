package io.aiplat.launcher.command;

import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.shell.Shell;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the Tab key offers: every word that may stand in place of the last one of a command line. For one command
/// line.
///
/// picocli has such a thing. It runs the setters of what was typed, offers what is hidden, and would ask the appliance
/// for names also where an option is being typed.
final class Completion {
    private final Invocation invocation;
    private final List<String> arguments = new ArrayList<>();
    private CommandSpec command;
    private @Nullable OptionSpec awaiting;
    private boolean argumentsOnly;

    Completion(CommandSpec root, Invocation invocation) {
        this.command = root;
        this.invocation = invocation;
    }

    /// Whole words that begin as the last one, and perhaps [Shell#FILES].
    ///
    /// @param words behind the name of the program; the last one is being typed, and may be empty
    /// @throws RuntimeException if names cannot be had
    List<String> of(List<String> words) {
        words.stream().limit(Math.max(0, words.size() - 1)).forEach(this::pass);
        String typed = words.isEmpty() ? "" : words.getLast();
        // A line for each: what cannot stand in one is no word.
        return offered(typed)
                .filter(word -> word.codePoints().noneMatch(Character::isISOControl))
                .toList();
    }

    private void pass(String word) {
        if (awaiting != null) {
            take(awaiting, word);
            awaiting = null;
        } else if (!argumentsOnly && word.equals("--")) {
            argumentsOnly = true;
        } else if (isOption(word)) {
            int equals = word.indexOf('=');
            OptionSpec option = command.optionsMap().get(equals < 0 ? word : word.substring(0, equals));
            if (option != null && option.arity().max() > 0 && equals < 0) {
                awaiting = option;
            } else if (option != null && equals > 0) {
                take(option, word.substring(equals + 1));
            }
        } else if (arguments.isEmpty() && command.subcommands().containsKey(word)) {
            command = command.subcommands().get(word).getCommandSpec();
            argumentsOnly = command.parser().stopAtPositional();
        } else {
            arguments.add(word);
        }
    }

    /// Which home it is decides which names there are; nothing else that options say does.
    private static void take(OptionSpec option, String value) {
        if (option.longestName().equals("--home")) {
            option.setValue(Path.of(value));
        }
    }

    private boolean isOption(String word) {
        return !argumentsOnly && word.startsWith("-");
    }

    private Stream<String> offered(String typed) {
        int equals = typed.indexOf('=');
        if (awaiting != null) {
            return values(awaiting, "", typed);
        }
        if (isOption(typed) && equals > 0) {
            OptionSpec option = command.optionsMap().get(typed.substring(0, equals));
            return option == null
                    ? Stream.empty()
                    : values(option, typed.substring(0, equals + 1), typed.substring(equals + 1));
        }
        if (isOption(typed)) {
            return options().filter(name -> name.startsWith(typed));
        }
        Stream<String> commands = command.subcommands().entrySet().stream()
                .filter(entry -> arguments.isEmpty())
                .map(entry -> entry.getKey())
                .filter(name -> name.startsWith(typed));
        Stream<String> values = command.positionalParameters().stream()
                .filter(argument -> argument.index().contains(arguments.size()))
                .flatMap(argument -> values(argument, "", typed));
        return Stream.concat(commands, values);
    }

    private Stream<String> options() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.concat(
                        Arrays.stream(option.names()),
                        option.negatable()
                                ? Stream.of("--no-" + option.longestName().substring(2))
                                : Stream.empty()));
    }

    /// @param lead what stands before the value in the same word
    private Stream<String> values(ArgSpec of, String lead, String typed) {
        int last = of.splitRegex().equals(",") ? typed.lastIndexOf(',') + 1 : 0;
        String before = lead + typed.substring(0, last);
        String rest = typed.substring(last);
        return possible(of).stream()
                .filter(value -> value.equals(Shell.FILES) || value.startsWith(rest))
                .map(value -> value.equals(Shell.FILES) ? value : before + value);
    }

    private Collection<String> possible(ArgSpec of) {
        CompletesAs named =
                of.userObject() instanceof AnnotatedElement element ? element.getAnnotation(CompletesAs.class) : null;
        if (named != null) {
            return CompletionCandidates.names(named.value(), invocation, arguments);
        }
        if (of.type().isEnum()) {
            return Arrays.stream(of.type().getEnumConstants())
                    .map(choice -> ChoiceWords.of((Enum<?>) choice))
                    .toList();
        }
        if (of.completionCandidates() != null) {
            return StreamSupport.stream(of.completionCandidates().spliterator(), false)
                    .toList();
        }
        return of.type() == Path.class ? List.of(Shell.FILES) : List.of();
    }
}
