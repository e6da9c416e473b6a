package io.aiplat.launcher.command;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.render.AnswerPieces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat chat`: one question from the command line, or a conversation from standard input, a turn a line.
@Command(name = "chat", description = "Talk to a model: one question, or a conversation when none is given.")
final class ChatCommand implements Runnable {
    private static final String USUAL = "smoke";

    private final Invocation invocation;

    @Option(
            names = {"-m", "--model", "--chat-model"},
            paramLabel = "NAME",
            description = "which model (default: the first that is not a test model, else smoke)")
    private @Nullable String model;

    @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "the question; without one, lines are read")
    private List<String> words = new ArrayList<>();

    ChatCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            String name = model != null ? model : usual(client.chatModels());
            if (words.isEmpty()) {
                converse(client, name);
            } else {
                ask(client, name, new ArrayList<>(List.of("user", String.join(" ", words))));
            }
        }
    }

    private static String usual(List<String> names) {
        return names.stream().filter(n -> !n.equals(USUAL)).findFirst().orElse(USUAL);
    }

    private void converse(ApplianceClient client, String name) {
        invocation.output().note("Talking to " + name + ". An empty line or Ctrl-D ends it.");
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(invocation.surroundings().in(), StandardCharsets.UTF_8));
        List<String> turns = new ArrayList<>();
        try {
            for (String line = prompted(lines); line != null && !line.isBlank(); line = prompted(lines)) {
                turns.add("user");
                turns.add(line);
                String answer = ask(client, name, turns);
                turns.add("assistant");
                turns.add(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String prompted(BufferedReader lines) throws IOException {
        if (invocation.surroundings().terminal()) {
            invocation.output().ask("> ");
        }
        return lines.readLine();
    }

    private String ask(ApplianceClient client, String name, List<String> turns) {
        if (invocation.output().json()) {
            String answer = client.chat(name, turns, _ -> {});
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("model", name);
            value.put("answer", answer);
            invocation.output().value(value, "");
            return answer;
        }
        AnswerPieces pieces = invocation.output().pieces();
        String answer = client.chat(name, turns, pieces::accept);
        pieces.end();
        return answer;
    }
}
