package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A test double of a model server, in each of the three APIs: its model is a [Player], and it refuses what the
/// real servers refuse by their published rules. Every answer costs the same, so that the books can be checked.
final class ScriptedModel implements AutoCloseable {
    /// Tokens of each question, as it counts them.
    static final int INPUT = 1200;

    /// Tokens of each answer.
    static final int OUTPUT = 40;

    /// How its only model is called.
    static final String MODEL = "scripted";

    private static final ObjectMapper JSON = new ObjectMapper();

    /// What it speaks.
    enum Speech {
        /// Ollama's own API.
        OLLAMA("ollama", ""),
        /// OpenAI's chat completions and nothing else of it, as most compatible servers.
        CHAT("openai", "/v1"),
        /// Anthropic's messages.
        ANTHROPIC("anthropic", "");

        /// As gateway.yaml names it.
        final String provider;

        private final String path;

        Speech(String provider, String path) {
            this.provider = provider;
            this.path = path;
        }
    }

    /// Every question for an answer, as it came.
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();

    /// What it had to refuse, as it said.
    final List<String> refused = new CopyOnWriteArrayList<>();

    private final Speech speech;
    private final HttpServer server;
    private volatile Player player = new Play(List.of(), "Nothing to do.");

    /// Starts it on a port of this machine.
    ScriptedModel(Speech speech) throws IOException {
        this.speech = speech;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        switch (speech) {
            case OLLAMA -> beOllama();
            case CHAT -> {
                fixed("/v1/models", "{\"object\":\"list\",\"data\":[{\"id\":\"scripted\",\"object\":\"model\"}]}");
                server.createContext("/v1/chat/completions", exchange -> answer(exchange, new ScriptedChat()));
            }
            case ANTHROPIC -> {
                fixed("/v1/messages/count_tokens", "{\"input_tokens\":" + INPUT + "}");
                server.createContext("/v1/messages", exchange -> answer(exchange, new ScriptedMessages()));
            }
        }
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            send(exchange, 404, "application/json", "{\"error\":{\"message\":\"Not Found\",\"type\":\"not_found\"}}");
        });
        server.start();
    }

    private void beOllama() {
        // One that refuses long prompts by itself; before an older one, bytes are counted where it has no vocabulary.
        fixed("/api/version", "{\"version\":\"0.12.11\"}");
        fixed("/api/ps", "{\"models\":[]}");
        fixed("/api/tags", """
                {"models":[{"name":"scripted:latest","digest":"d","size":1},
                 {"name":"scripted-other:latest","digest":"e","size":1}]}""");
        fixed("/api/show", """
                {"modelfile": "", "template": "{{ range .Messages }}{{ .Content }}{{ end }}{{ .Tools }}",
                 "details": {"family": "llama"}, "capabilities": ["completion", "tools", "vision"],
                 "model_info": {"general.architecture": "llama", "llama.context_length": 131072}}""");
        fixed("/api/generate", "{\"done\":true}");
        server.createContext("/api/chat", exchange -> answer(exchange, new ScriptedOllama()));
    }

    /// Where it is, as gateway.yaml wants it.
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + speech.path;
    }

    /// Plays this from now on, and forgets what it was asked.
    ScriptedModel plays(Player next) {
        player = next;
        asked.clear();
        refused.clear();
        return this;
    }

    /// What decides on each answer.
    interface Player {
        /// What is answered to this question, which this API's voice can read.
        Play.Move move(Voice voice, JsonNode question);
    }

    /// How one API looks.
    interface Voice {
        /// What this API's servers refuse; empty for nothing.
        List<String> wrong(JsonNode question);

        /// The names of the tools that are offered.
        Set<String> tools(JsonNode question);

        /// How many results of tools stand in the conversation.
        int results(JsonNode question);

        /// The type of the answer's content.
        String type(JsonNode question);

        /// The answer.
        String answer(JsonNode question, Play.Move move);
    }

    private void answer(HttpExchange exchange, Voice voice) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
        List<String> wrong = voice.wrong(question);
        if (!wrong.isEmpty()) {
            refused.addAll(wrong);
            ObjectNode error = JSON.createObjectNode();
            error.putObject("error").put("message", String.join("; ", wrong)).put("type", "invalid_request_error");
            send(exchange, 400, "application/json", error.toString());
            return;
        }
        asked.add(question);
        Play.Move move = player.move(voice, question);
        send(exchange, 200, voice.type(question), voice.answer(question, move));
    }

    private void fixed(String path, String body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            send(exchange, 200, "application/json", body);
        });
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /// The values at a path in each element.
    static Set<String> texts(JsonNode list, String pointer) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> {
            if (each.at(pointer).isTextual()) {
                texts.add(each.at(pointer).asText());
            }
        });
        return texts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
