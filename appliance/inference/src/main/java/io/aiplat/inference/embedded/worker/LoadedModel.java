package io.aiplat.inference.embedded.worker;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.PoolingType;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// llama.cpp with a model in it, inside the worker.
///
/// What is known to go wrong in de.kherud:llama 4.2.0 and is therefore not done here: `setNProbs` and
/// `setUseChatTemplate` (abort the process, lose the messages), `close()` (frees nothing), cancelling from
/// a thread other than the generating one (hangs it), prompts longer than the context (answered by
/// silence), grammars that do not parse (ignored). Results that it loses: see [EmbeddingWatchdog].
public final class LoadedModel {
    /// Tokens that must stay free behind a prompt: one to be generated, and one llama.cpp keeps.
    private static final int ROOM_FOR_AN_ANSWER = 2;

    /// Begins every turn in ChatML.
    public static final String CHAT_ML_MARK = "<|im_start|>";

    /// Any JSON object, in llama.cpp's notation. Gaps and numbers are bounded, for a model that cannot decide would
    /// write them for ever.
    private static final String JSON_OBJECT = """
            root   ::= object
            object ::= "{" gap (member ("," gap member)*)? "}"
            member ::= text gap ":" gap value gap
            list   ::= "[" gap (value gap ("," gap value gap)*)? "]"
            value  ::= object | list | text | number | "true" | "false" | "null"
            text   ::= "\\"" char* "\\""
            char   ::= [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" hex hex hex hex)
            hex    ::= [0-9a-fA-F]
            number ::= "-"? ("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?
            gap    ::= [ \\n]{0,2}
            """;

    private final LlamaModel model;
    private final WorkerRequest.Load load;
    private final IntSupplier cancelled;
    private final Answers answers;
    private final EmbeddingWatchdog watchdog = new EmbeddingWatchdog();

    /// Where answers go.
    @FunctionalInterface
    interface Answers {
        void say(WorkerResponse frame) throws IOException;
    }

    private LoadedModel(LlamaModel model, WorkerRequest.Load load, IntSupplier cancelled, Answers answers) {
        this.model = model;
        this.load = load;
        this.cancelled = cancelled;
        this.answers = answers;
    }

    /// Loads.
    ///
    /// @param cancelled the number of the request nobody waits for any more, or 0
    /// @throws RuntimeException if llama.cpp refuses; it may as well abort the process or never return
    static LoadedModel load(WorkerRequest.Load load, IntSupplier cancelled, Answers answers) {
        ModelParameters parameters = new ModelParameters()
                .setModel(load.file())
                .setCtxSize(load.contextLength())
                .setParallel(1)
                .disableContextShift()
                .setGpuLayers(0)
                .enableJinja();
        if (load.threads() > 0) {
            parameters.setThreads(load.threads()).setThreadsBatch(load.threads());
        }
        switch (load.use()) {
            case CHAT -> {}
            case EMBED -> embedding(parameters, load.contextLength());
            case EMBED_MEAN -> embedding(parameters, load.contextLength()).setPoolingType(PoolingType.MEAN);
            case EMBED_LAST -> embedding(parameters, load.contextLength()).setPoolingType(PoolingType.LAST);
        }
        LoadedModel loaded = new LoadedModel(new LlamaModel(parameters), load, cancelled, answers);
        loaded.checkTemplate();
        return loaded;
    }

    /// llama.cpp takes ChatML instead of a template it cannot read. The model would answer, but badly.
    private void checkTemplate() {
        if (load.use() == WorkerRequest.Use.CHAT && !load.chatMl()) {
            String probe = rendered("[{\"role\":\"user\",\"content\":\"?\"}]");
            if (probe.contains(CHAT_ML_MARK)) {
                throw new IllegalStateException("the chat template in the file cannot be understood");
            }
        }
    }

    /// A text to embed has to fit one batch, which is shorter than the context unless told.
    private static ModelParameters embedding(ModelParameters parameters, int contextLength) {
        return parameters.enableEmbedding().setBatchSize(contextLength).setUbatchSize(contextLength);
    }

    /// Continues a prompt.
    ///
    /// @throws RequestRefused if the prompt does not fit
    /// @throws RuntimeException if llama.cpp refuses
    void chat(WorkerRequest.Chat chat) throws IOException {
        String prompt = prompt(chat.prompt());
        int inputTokens = tokens(prompt);
        int room = load.contextLength() - inputTokens - ROOM_FOR_AN_ANSWER + 1;
        if (room < 1) {
            throw tooLong(chat.prompt() instanceof WorkerRequest.Prompt.Raw ? "prompt" : "messages", inputTokens);
        }
        int limit = Math.min(chat.maxTokens(), room);
        InferenceParameters parameters = new InferenceParameters(prompt).setNPredict(limit);
        chat.sampling().forEach((name, value) -> set(parameters, name, value));
        switch (chat.format()) {
            case AnswerFormat.Text _ -> {}
            case AnswerFormat.Json _ -> parameters.setGrammar(JSON_OBJECT);
            case AnswerFormat.JsonSchema(String schema) ->
                parameters.setGrammar(LlamaModel.jsonSchemaToGrammar(schema));
        }
        generate(chat, parameters, limit, inputTokens);
    }

    private void generate(WorkerRequest.Chat chat, InferenceParameters parameters, int limit, int inputTokens)
            throws IOException {
        StopMatcher stop = new StopMatcher(chat.stop());
        LlamaIterator pieces = model.generate(parameters).iterator();
        int generated = 0;
        boolean lastWasText = false;
        while (pieces.hasNext()) {
            String piece = pieces.next().text;
            if (!pieces.hasNext()) {
                break; // the last one tells of the end and carries no text
            }
            generated += tokensIn(piece);
            lastWasText = !piece.isEmpty();
            text(chat.id(), stop.accept(piece));
            if (stop.stopped() || cancelled.getAsInt() == chat.id()) {
                pieces.cancel(); // only safe here: on the generating thread, between two tokens
            }
        }
        text(chat.id(), stop.rest());
        boolean full = generated >= limit && lastWasText && !stop.stopped();
        answers.say(new WorkerResponse.Finished(
                chat.id(), full ? FinishReason.LENGTH : FinishReason.STOP, inputTokens, generated));
    }

    private void text(int id, String text) throws IOException {
        if (!text.isEmpty()) {
            answers.say(new WorkerResponse.Text(id, text));
        }
    }

    /// Every piece is a token, except that llama.cpp waits for the rest of a character that is split over
    /// tokens.
    private int tokensIn(String piece) {
        return piece.chars().allMatch(c -> c < 0x80) ? 1 : Math.max(1, model.encode(piece).length);
    }

    /// Counts the tokens of a prompt.
    void count(WorkerRequest.Count count) throws IOException {
        answers.say(new WorkerResponse.Counted(count.id(), tokens(prompt(count.prompt()))));
    }

    private String prompt(WorkerRequest.Prompt prompt) {
        return switch (prompt) {
            case WorkerRequest.Prompt.Turns(String messages) -> rendered(messages);
            case WorkerRequest.Prompt.Raw(String text) -> text;
        };
    }

    /// Renders the model's own template.
    private String rendered(String messages) {
        NativeText text = new NativeText(messages);
        return text.restore(model.applyTemplate("{\"messages\":" + text.encoded() + "}"));
    }

    private int tokens(String prompt) {
        return model.encode(prompt).length + load.specialTokens();
    }

    private RequestRefused tooLong(String parameter, int tokens) {
        return new RequestRefused(
                RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED,
                parameter,
                "the model sees " + load.contextLength() + " tokens at once, prompt and answer together, and the prompt"
                        + " alone has " + tokens
                        + "; send less, or raise 'context' of its deployment in gateway.yaml (num_ctx in its Modelfile)");
    }

    private static void set(InferenceParameters parameters, String name, double value) {
        switch (name) {
            case "temperature" -> parameters.setTemperature((float) value);
            case "top_k" -> parameters.setTopK((int) value);
            case "top_p" -> parameters.setTopP((float) value);
            case "min_p" -> parameters.setMinP((float) value);
            case "typical_p" -> parameters.setTypicalP((float) value);
            case "repeat_last_n" -> parameters.setRepeatLastN((int) value);
            case "repeat_penalty" -> parameters.setRepeatPenalty((float) value);
            case "presence_penalty" -> parameters.setPresencePenalty((float) value);
            case "frequency_penalty" -> parameters.setFrequencyPenalty((float) value);
            case "seed" -> parameters.setSeed((int) (long) value);
            default -> throw new IllegalArgumentException("no sampling parameter " + name);
        }
    }

    /// Makes vectors, and says each when it is there.
    ///
    /// @throws RequestRefused if a text does not fit
    /// @throws RuntimeException if llama.cpp refuses
    void embed(WorkerRequest.Embed embed) throws IOException, InterruptedException {
        List<Integer> counts = new ArrayList<>();
        for (String input : embed.inputs()) {
            int tokens = tokens(input);
            if (tokens > load.contextLength()) {
                throw tooLong("input", tokens);
            }
            counts.add(tokens);
        }
        for (int i = 0; i < counts.size(); i++) {
            String input = embed.inputs().get(i);
            float[] vector = watchdog.embed(() -> model.embed(input));
            answers.say(new WorkerResponse.Vectors(embed.id(), List.of(vector), counts.get(i)));
        }
    }
}
