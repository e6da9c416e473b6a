package io.aiplat.launcher.command.models;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.AnswerPrinter;
import io.aiplat.launcher.shell.LineEditor;
import io.aiplat.launcher.shell.SystemTerminal;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat chat`: one question from the command line, or a conversation: at a terminal with a line editor, else
/// from standard input, a turn a line.
@Command(name = "chat", description = "Talk to a model: one question, or a conversation when none is given.")
public final class ChatCommand implements Callable<Integer> {
    private static final Set<String> LAST_WORDS = Set.of("/bye", "/exit", "/quit", "exit", "quit");
    private static final String USUAL = "smoke";

    private final Invocation invocation;

    @CompletesAs(CompletionKind.PUBLIC_MODELS)
    @Option(
            names = {"-m", "--model", "--chat-model"},
            paramLabel = "NAME",
            description = "which model (default: the first that is not a test model, else smoke)")
    private @Nullable String model;

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "the question; without one, lines are read")
    private List<String> words = new ArrayList<>();

    public ChatCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// The same as that command line would make it.
    ///
    /// @param words the question; none for a conversation
    static ChatCommand with(Invocation invocation, String model, List<String> words) {
        ChatCommand chat = new ChatCommand(invocation);
        chat.model = model;
        chat.words = List.copyOf(words);
        return chat;
    }

    @Override
    public Integer call() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            String name = model != null ? model : usual(client.chatModels());
            if (words.isEmpty()) {
                return converse(client, name);
            }
            ask(client, name, new ArrayList<>(List.of("user", String.join(" ", words))), new StringBuilder());
            return ExitCode.OK.status();
        }
    }

    private static String usual(List<String> names) {
        return names.stream().filter(n -> !n.equals(USUAL)).findFirst().orElse(USUAL);
    }

    private int converse(ApplianceClient client, String name) {
        if (invocation.surroundings().terminal()) {
            try (SystemTerminal terminal = SystemTerminal.open()) {
                invocation
                        .output()
                        .note("Talking to " + name
                                + ". Ctrl-C stops an answer; Ctrl-D, /bye or Ctrl-C at an empty line leaves.");
                LineEditor prompt = new LineEditor(terminal.terminal());
                return new Conversation(
                                prompt::next, prompt::interruptible, (turns, said) -> ask(client, name, turns, said))
                        .run();
            }
        }
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(invocation.surroundings().in(), StandardCharsets.UTF_8));
        return new Conversation(() -> line(lines), Runnable::run, (turns, said) -> ask(client, name, turns, said))
                .run();
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A conversation: turns until whoever speaks has no more to say. What goes wrong in one does not end it.
    private final class Conversation {
        private final Supplier<@Nullable String> next;
        private final Consumer<Runnable> shell;
        private final BiFunction<List<String>, StringBuilder, String> ask;
        private final List<String> turns = new ArrayList<>();
        private int status = ExitCode.OK.status();

        /// @param next  what is said next; null for the end
        /// @param shell around an answer: what may interrupt it
        /// @param ask   has the turns answered, piece by piece into what is given
        Conversation(
                Supplier<@Nullable String> next,
                Consumer<Runnable> shell,
                BiFunction<List<String>, StringBuilder, String> ask) {
            this.next = next;
            this.shell = shell;
            this.ask = ask;
        }

        int run() {
            for (String said = next.get(); said != null; said = next.get()) {
                if (LAST_WORDS.contains(said.strip())) {
                    return status;
                }
                if (!said.isBlank()) {
                    String turn = said;
                    shell.accept(() -> turn(turn));
                }
                if (invocation.surroundings().stopping().getAsBoolean()) {
                    return ExitCode.INTERRUPTED.status();
                }
            }
            return status;
        }

        private void turn(String said) {
            turns.add("user");
            turns.add(said);
            StringBuilder heard = new StringBuilder();
            try {
                String _ = ask.apply(turns, heard);
            } catch (RuntimeException failure) {
                if (Thread.interrupted()) {
                    invocation.output().note("\n(stopped)");
                } else if (failure instanceof ApplianceException known) {
                    status = known.problem().code().exit().status();
                    invocation.output().problem(known.problem());
                } else {
                    throw failure;
                }
            }
            if (heard.isEmpty()) {
                // Nothing was answered, so nothing was said: the next turn shall not be refused for this one.
                turns.subList(turns.size() - 2, turns.size()).clear();
            } else {
                turns.add("assistant");
                turns.add(heard.toString());
            }
        }
    }

    private String ask(ApplianceClient client, String name, List<String> turns, StringBuilder heard) {
        if (invocation.output().json()) {
            String answer = client.chat(name, turns, heard::append);
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("model", name);
            value.put("answer", answer);
            invocation.output().value(value, "");
            return answer;
        }
        AnswerPrinter pieces = invocation.output().pieces();
        String answer = client.chat(name, turns, piece -> {
            heard.append(piece);
            pieces.accept(piece);
        });
        pieces.end();
        return answer;
    }
}
