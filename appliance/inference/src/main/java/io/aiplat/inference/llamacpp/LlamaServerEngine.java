package io.aiplat.inference.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.Capabilities;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.Embeddings;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelServer;
import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ForcedCall;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.process.ModelProcessPool;
import io.aiplat.inference.process.SeatedProcess;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.model.Secret;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import io.aiplat.supply.gguf.GgufHeader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// llama.cpp's own server as the model engine: one `llama-server` for each model in use, on this machine.
///
/// What OpenAI's API has reaches it by a lease, as it is; the methods of [io.aiplat.inference.ModelEngine] are for
/// what has to be translated anyhow.
public final class LlamaServerEngine implements ModelServer, ModelRuntime {
    /// Their vectors come in one answer, which is held whole.
    private static final int INPUTS_AT_ONCE = 64;

    private static final String ENGINE = "llama-server";
    private static final String CHAT = "/v1/chat/completions";

    private final ModelFolder folder;
    private final LlamaServerCommand command;
    private final LlamaServerLimits limits;
    private final LlamaServerClient client = new LlamaServerClient();
    private final ModelProcessPool<LlamaServerModel, LlamaServerProcess> pool;
    private final Map<String, TemplateFeatures> features = new ConcurrentHashMap<>();
    private final ProgramArchitectures architectures = new ProgramArchitectures();

    /// Makes the engine; no process is started before a request needs one. Those that were left behind are ended.
    ///
    /// @param folder     what it can load
    /// @param logs       folder for logs of servers
    /// @param memoryFree bytes that could be used now, asked before each load
    public LlamaServerEngine(
            ModelFolder folder,
            Path logs,
            LlamaServerCommand command,
            LlamaServerLimits limits,
            LongSupplier memoryFree) {
        this(folder, logs, command, limits, memoryFree, memoryFree);
    }

    /// Makes an engine whose models may lie in the memory of GPUs.
    ///
    /// @param folder      what it can load
    /// @param logs        folder for logs of servers
    /// @param memoryFree bytes that a model could be loaded to now, of the machine and its GPUs, asked before each
    ///     load
    /// @param machineFree bytes of the machine that could be used now, asked every few seconds
    public LlamaServerEngine(
            ModelFolder folder,
            Path logs,
            LlamaServerCommand command,
            LlamaServerLimits limits,
            LongSupplier memoryFree,
            LongSupplier machineFree) {
        this.folder = folder;
        this.command = command;
        this.limits = limits;
        LlamaServerOrphans.end(command.home());
        this.pool = new ModelProcessPool<>(limits.pool(), memoryFree, machineFree, model -> {
            LlamaServerProcess server = LlamaServerProcess.start(command, model, logs, limits.loadPatience());
            return asked(server, model);
        });
    }

    private LlamaServerProcess asked(LlamaServerProcess server, LlamaServerModel model) {
        boolean answers = false;
        try {
            JsonNode props = client.get(server, model.name(), "/props");
            features.put(model.name(), TemplateFeatures.of(props));
            answers = true;
            return server;
        } finally {
            if (!answers) {
                server.kill();
            }
        }
    }

    @Override
    public String name() {
        return "llamacpp";
    }

    @Override
    public int slots() {
        return limits.contexts();
    }

    @Override
    public boolean usesGpus() {
        return limits.mayUseGpus();
    }

    @Override
    public Readiness readiness() {
        try {
            Path program = command.program().get();
            return Files.isExecutable(program)
                    ? new Readiness.Ready()
                    : new Readiness.Never(ModelsProblems.llamaServerMissing(program.toString()));
        } catch (ApplianceException e) {
            return new Readiness.Never(e.problem());
        }
    }

    @Override
    public List<ModelCard> models() {
        return folder.names().stream().map(this::card).flatMap(Optional::stream).toList();
    }

    private Optional<ModelCard> card(String name) {
        try {
            return folder.find(name)
                    .map(model -> new LlamaServerModel(model, limits, null))
                    .map(model -> new ModelCard(
                            name,
                            model.header().bytes(),
                            model.model().created(),
                            model.contextLength(),
                            model.embeds(),
                            pool.pid(name).isPresent()));
        } catch (ApplianceException _) {
            // A model that is broken is listed all the same, so that it can be removed; who asks for it is told why.
            return Optional.of(new ModelCard(name, 0, Instant.EPOCH, 0, false, false));
        }
    }

    @Override
    public ModelLease lease(String name, ServingOptions serving) {
        ModelProcessPool<LlamaServerModel, LlamaServerProcess>.ProcessLease lease =
                waiting(find(name, serving), serving);
        return new ModelLease() {
            @Override
            public URI url() {
                return lease.process().url();
            }

            @Override
            public Secret key() {
                return lease.process().key();
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    @Override
    public void chat(ChatRequest request, ChatSink sink) {
        LlamaServerModel model = find(request.model(), request.serving());
        ForcedCall forced = forced(model, request);
        ChatSink to = forced == null ? sink : forced.reading(sink, () -> "call_" + UUID.randomUUID());
        write(model, request.serving(), CHAT, question(model, request, forced), "messages", to);
    }

    private @Nullable ForcedCall forced(LlamaServerModel model, ChatRequest request) {
        Capabilities.require(ENGINE, model.name(), abilities(model).lacking(request));
        return ForcedCall.of(request, _ -> true);
    }

    private static ObjectNode question(LlamaServerModel model, ChatRequest request, @Nullable ForcedCall forced) {
        // It takes no schema where there are tools.
        return new LlamaRequestWriter(model.model().modelfile()).chat(forced == null ? request : forced.request(true));
    }

    @Override
    public void complete(CompletionRequest request, ChatSink sink) {
        LlamaServerModel model = find(request.model(), request.serving());
        Capabilities.require(ENGINE, model.name(), abilities(model).lacking(request));
        ObjectNode question = new LlamaRequestWriter(model.model().modelfile()).completion(request);
        write(model, request.serving(), "/v1/completions", question, "prompt", sink);
    }

    private void write(
            LlamaServerModel model,
            ServingOptions serving,
            String path,
            JsonNode question,
            String prompt,
            ChatSink sink) {
        try (var lease = waiting(model, serving)) {
            LlamaStreamReader answer = new LlamaStreamReader(sink);
            client.stream(lease.process(), model.name(), path, question, prompt, answer::accept);
            answer.end();
        }
    }

    @Override
    public TokenCount countTokens(ChatRequest request) {
        LlamaServerModel model = find(request.model(), request.serving());
        ObjectNode question = question(model, request, forced(model, request)).put("stream", false);
        try (var lease = waiting(model, request.serving())) {
            JsonNode answer = client.post(lease.process(), model.name(), CHAT + "/input_tokens", question, "messages");
            return new TokenCount(answer.path("input_tokens").asInt(), true);
        }
    }

    @Override
    public Capabilities abilities(String name, ServingOptions serving) {
        return abilities(find(name, serving));
    }

    private Capabilities abilities(LlamaServerModel model) {
        TemplateFeatures known = features.get(model.name());
        return model.abilities(known == null ? TemplateFeatures.of(model.header()) : known);
    }

    @Override
    public void load(String name, ServingOptions serving) {
        waiting(find(name, serving), serving).close();
    }

    @Override
    public void unload(String name) {
        whileUnused(find(name, ServingOptions.USUAL).name(), () -> {});
    }

    @Override
    public List<ResidentModel> resident() {
        return pool.seated().stream().map(SeatedProcess::resident).toList();
    }

    @Override
    public Embeddings embed(String name, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving) {
        LlamaServerModel model = find(name, serving);
        if (!model.embeds()) {
            throw new RequestRefused(
                    RequestRefused.Kind.UNSUPPORTED_PARAMETER, "model", name + " is a chat model and does not embed");
        }
        int numbers = model.header().embeddingLength();
        if (dimensions != null && dimensions != numbers) {
            // A GGUF file does not say whether the beginnings of its vectors are vectors.
            throw Embeddings.noSuchLength(name + " has vectors of " + numbers
                    + " numbers, and whether they may be shortened its file does not say");
        }
        List<float[]> vectors = new ArrayList<>();
        int tokens = 0;
        try (var lease = waiting(model, serving)) {
            for (int from = 0; from < inputs.size(); from += INPUTS_AT_ONCE) {
                ObjectNode question = LlamaServerClient.JSON.createObjectNode().put("model", model.name());
                inputs.subList(from, Math.min(inputs.size(), from + INPUTS_AT_ONCE))
                        .forEach(question.putArray("input")::add);
                JsonNode answer = client.post(lease.process(), model.name(), "/v1/embeddings", question, "input");
                answer.path("data").forEach(entry -> vectors.add(numbers(entry.path("embedding"))));
                tokens += Math.max(0, answer.path("usage").path("prompt_tokens").asInt());
            }
        }
        return new Embeddings(vectors, tokens);
    }

    private static float[] numbers(JsonNode vector) {
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    private LlamaServerModel find(String name, ServingOptions serving) {
        return folder.find(ModelName.canonical(name))
                .map(model -> new LlamaServerModel(model, limits, serving.context()))
                .orElseThrow(
                        () -> new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", folder.without(name)));
    }

    /// It may be newer than this JAR, so what it does not know shows when it loads.
    @Override
    public void requireLoadable(String file, GgufHeader header) {
        Path program;
        try {
            program = command.program().get();
        } catch (ApplianceException _) {
            // Where there is none, one that comes may know it.
            return;
        }
        if (architectures.isUnknown(program, header.architecture())) {
            throw new ApplianceException(
                    ModelsProblems.architectureUnknownThere(file, header.architecture(), program.toString()));
        }
    }

    @Override
    public void whileUnused(String model, Runnable work) {
        try {
            pool.alone(model, () -> {
                features.remove(model);
                work.run();
            });
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Process id of the server that has a model in memory; empty if none has.
    public Optional<Long> server(String model) {
        return pool.pid(model);
    }

    private ModelProcessPool<LlamaServerModel, LlamaServerProcess>.ProcessLease waiting(
            LlamaServerModel model, ServingOptions serving) {
        try {
            return pool.lease(model, serving.keepAlive());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CancellationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (CancellationException) new CancellationException("interrupted").initCause(e);
    }

    @Override
    public void close() {
        pool.close();
        client.close();
    }
}
