package io.aiplat.inference;

import io.aiplat.inference.RequestRefused.Kind;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.Tools;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Capabilities of one model where it is served.
///
/// @param abilities     all of them
/// @param contextLength tokens it sees at once, prompt and answer together; 0 while unknown
public record Capabilities(Set<Capability> abilities, int contextLength) {
    /// What a model is, on any engine.
    private static final Set<Capability> KINDS = Set.of(Capability.CHAT, Capability.COMPLETION, Capability.EMBEDDING);

    /// Pictures in turns that have been answered, which a model that cannot see them can do without.
    public static final String PAST_PICTURES = "messages[].content";

    public Capabilities {
        abilities = Set.copyOf(abilities);
    }

    /// Whether it can.
    public boolean can(Capability ability) {
        return abilities.contains(ability);
    }

    /// What a conversation uses and this model lacks.
    ///
    /// @return for each, the parameter of OpenAI's chat API that uses it; in the order of the API, empty
    ///         when all can be done
    public Map<String, Capability> lacking(ChatRequest request) {
        Map<String, Capability> used = new LinkedHashMap<>();
        used.put("model", Capability.CHAT);
        if (request.hasNewPictures()) {
            used.put("messages", Capability.VISION);
        }
        if (request.hasPastPictures()) {
            used.put(PAST_PICTURES, Capability.VISION);
        }
        if (request.sampling().topLogprobs() != null) {
            used.put("logprobs", Capability.LOGPROBS);
        }
        if (!(request.format() instanceof AnswerFormat.Text)) {
            used.put("response_format", Capability.JSON_SCHEMA);
        }
        addTools(used, request.tools());
        ReasoningEffort reasoning = request.reasoning();
        if (reasoning != null && reasoning != ReasoningEffort.OFF) {
            used.put("reasoning_effort", Capability.REASONING);
        }
        used.values().removeIf(this::can);
        return used;
    }

    private void addTools(Map<String, Capability> used, Tools tools) {
        // Who can make a model call needs no more for it, and has one call.
        if (tools.shown().isEmpty() || (tools.isForced() && can(Capability.TOOL_CHOICE))) {
            return;
        }
        used.put("tools", Capability.TOOLS);
        switch (tools.choice()) {
            case Tools.Choice.Auto _, Tools.Choice.None _ -> {}
            case Tools.Choice.Required _, Tools.Choice.Named _ -> used.put("tool_choice", Capability.TOOL_CHOICE);
        }
        if (!tools.parallel()) {
            used.put("parallel_tool_calls", Capability.SINGLE_TOOL_CALL);
        }
    }

    /// What a completion uses and this model lacks, as for a conversation.
    public Map<String, Capability> lacking(CompletionRequest request) {
        Map<String, Capability> used = new LinkedHashMap<>();
        used.put("model", Capability.COMPLETION);
        if (request.suffix() != null) {
            used.put("suffix", Capability.SUFFIX);
        }
        if (request.sampling().topLogprobs() != null) {
            used.put("logprobs", Capability.LOGPROBS);
        }
        used.values().removeIf(this::can);
        return used;
    }

    /// Lets a request pass that uses only what this model can do.
    ///
    /// @param engine  for people: `Ollama 0.11.4`, `the embedded engine`
    /// @param lacking as [#lacking(ChatRequest)] says
    /// @throws RequestRefused naming the first parameter that cannot be carried out
    public static void require(String engine, String model, Map<String, Capability> lacking) {
        require(engine, model, lacking, "");
    }

    /// The same on an engine that is not the only one.
    ///
    /// @param instead what whoever runs aiplat could do about it; goes on behind a semicolon. Empty for nothing
    /// @throws RequestRefused naming the first parameter that cannot be carried out
    public static void require(String engine, String model, Map<String, Capability> lacking, String instead) {
        lacking.entrySet().stream().findFirst().ifPresent(first -> {
            String cannot = sentence(engine, model, first.getValue());
            // An embedding model chats on no engine.
            boolean elsewhere = !instead.isEmpty() && !KINDS.contains(first.getValue());
            String sentence = elsewhere ? cannot + "; " + instead : cannot;
            throw switch (first.getKey()) {
                // They are what a request is.
                case "model", "messages" -> new RequestRefused(Kind.UNSUPPORTED_PARAMETER, first.getKey(), sentence);
                default -> RequestRefused.dispensable(first.getKey(), sentence);
            };
        });
    }

    private static String sentence(String engine, String model, Capability ability) {
        return switch (ability) {
            case CHAT -> model + " on " + engine + " is an embedding model and does not chat";
            case COMPLETION -> model + " on " + engine + " is an embedding model and does not write";
            case SUFFIX -> model + " on " + engine + " cannot fill a gap before a suffix";
            case EMBEDDING -> model + " on " + engine + " is a chat model and does not embed";
            case TOOLS -> model + " on " + engine + " cannot call tools";
            case TOOL_CHOICE -> engine + " cannot make a model call a tool; use 'auto' or 'none'";
            case SINGLE_TOOL_CALL -> engine + " cannot keep a model from calling several tools at once";
            case VISION -> model + " on " + engine + " cannot see images";
            case LOGPROBS -> engine + " does not tell how likely tokens were";
            case JSON_SCHEMA -> engine + " cannot keep a model to JSON";
            case REASONING, REASONING_DEGREES -> model + " on " + engine + " does not think apart from its answer";
            case REFUSES_LONG_PROMPTS, EXACT_TOKEN_COUNT -> engine + " cannot count prompts";
        };
    }
}
