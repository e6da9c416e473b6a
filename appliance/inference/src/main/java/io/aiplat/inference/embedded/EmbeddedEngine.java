package io.aiplat.inference.embedded;

import io.aiplat.inference.Capabilities;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.Embeddings;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ForcedCall;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.inference.process.ModelProcessPool;
import io.aiplat.inference.process.SeatedProcess;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.folder.FolderRemoval;
import io.aiplat.supply.folder.GgufModel;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.folder.ModelRuntime;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Embedded inference engine: llama.cpp inside the JAR, for a machine that has nothing else.
/// Each model runs in a process of its own that may die without harm; see `Worker` for why.
public final class EmbeddedEngine implements ModelEngine, ModelRuntime {
    /// The vectors of so many texts fit into a worker's small heap, and the texts themselves: see [PromptLimit].
    private static final int INPUTS_AT_ONCE = 64;

    /// A worker that was killed from outside, for want of memory as a rule, may not have been the request's fault
    /// once. Twice in a row it is taken for that.
    private static final int WORKERS_FOR_A_REQUEST = 2;

    private final ModelFolder folder;
    private final WorkerCommand command;
    private final Path tmp;
    private final Path logs;
    private final ModelProcessPool<LoadableModel, WorkerProcess> pool;
    private final AtomicLong workersEver = new AtomicLong();
    private final EmbeddedLimits limits;
    private final LlamaHost host;
    private final AtomicInteger requests = new AtomicInteger();

    /// Makes the engine; no process is started before a request needs one.
    ///
    /// @param folder what it can load
    /// @param tmp    folder for native libraries of workers; emptied
    /// @param logs   folder for logs of workers
    public EmbeddedEngine(
            ModelFolder folder, Path tmp, Path logs, WorkerCommand command, EmbeddedLimits limits, LlamaHost host) {
        this.folder = folder;
        this.limits = limits;
        this.host = host;
        this.command = command;
        this.tmp = tmp;
        this.logs = logs;
        FolderRemoval.delete(tmp);
        this.pool = new ModelProcessPool<>(limits.pool(), host.memoryFree(), this::started);
    }

    private WorkerProcess started(LoadableModel model) throws InterruptedException {
        WorkerProcess worker = WorkerProcess.start(
                command, model.name(), tmp.resolve("worker-" + workersEver.incrementAndGet()), logs);
        worker.load(model.loading(), limits.loadPatience());
        return worker;
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public boolean usesGpus() {
        return false;
    }

    @Override
    public Readiness readiness() {
        Problem problem = host.problem();
        return problem == null ? new Readiness.Ready() : new Readiness.Never(problem);
    }

    @Override
    public List<ModelCard> models() {
        return folder.names().stream().map(this::card).flatMap(Optional::stream).toList();
    }

    private Optional<ModelCard> card(String name) {
        try {
            return folder.find(name)
                    .map(LoadableModel::of)
                    .map(model -> new ModelCard(
                            name,
                            model.header().bytes(),
                            model.created(),
                            model.contextLength(),
                            model.header().embeds(),
                            pool.pid(name).isPresent()));
        } catch (ApplianceException _) {
            // A model that is broken is listed all the same, so that it can be removed; who asks for it is told why.
            return Optional.of(new ModelCard(name, 0, Instant.EPOCH, 0, false, false));
        }
    }

    @Override
    public void chat(ChatRequest request, ChatSink sink) {
        LoadableModel model = find(request.model()).served(request.serving());
        ForcedCall forced = ChatTranslation.forced(request);
        ChatSink to = forced == null ? sink : forced.reading(sink, () -> "call_" + UUID.randomUUID());
        write(model, request.serving(), ChatTranslation.of(requests.incrementAndGet(), request, model), to);
    }

    @Override
    public void complete(CompletionRequest request, ChatSink sink) {
        LoadableModel model = find(request.model()).served(request.serving());
        write(model, request.serving(), ChatTranslation.of(requests.incrementAndGet(), request, model), sink);
    }

    private void write(LoadableModel model, ServingOptions serving, WorkerRequest.Chat chat, ChatSink sink) {
        AtomicBoolean begun = new AtomicBoolean();
        asked(
                model,
                serving,
                begun::get,
                exchange -> exchange.chat(chat, part -> {
                    begun.set(true);
                    sink.accept(part);
                }));
    }

    /// A request as it is spoken with a worker.
    @FunctionalInterface
    private interface Asking {
        void with(WorkerExchange exchange) throws InterruptedException;
    }

    /// Asks a worker, and another where that one was killed from outside before it had said anything.
    ///
    /// @param begun whether something of the answer was passed on already
    /// @throws RequestRefused     if workers do not outlive the request
    /// @throws ApplianceException if the model cannot be loaded, or a worker is killed in the middle of an answer
    private void asked(LoadableModel model, ServingOptions serving, BooleanSupplier begun, Asking asking) {
        waiting(() -> {
            for (int worker = 1; !isAnswered(model, serving, asking, begun, worker); worker++) {}
        });
    }

    private boolean isAnswered(
            LoadableModel model, ServingOptions serving, Asking asking, BooleanSupplier begun, int worker)
            throws InterruptedException {
        try {
            pool.use(model, serving.keepAlive(), process -> asking.with(exchange(process, model)));
            return true;
        } catch (WorkerKilled killed) {
            if (begun.getAsBoolean()) {
                throw killed.problem();
            }
            if (worker == WORKERS_FOR_A_REQUEST) {
                throw killed.blamed(model.name());
            }
            return false;
        }
    }

    private WorkerExchange exchange(WorkerProcess worker, LoadableModel model) {
        return new WorkerExchange(worker, model.name(), limits.silence());
    }

    @Override
    public TokenCount countTokens(ChatRequest request) {
        LoadableModel model = find(request.model()).served(request.serving());
        WorkerRequest.Count count =
                new WorkerRequest.Count(requests.incrementAndGet(), ChatTranslation.prompt(request, model));
        AtomicInteger tokens = new AtomicInteger();
        asked(model, request.serving(), () -> false, exchange -> tokens.set(exchange.count(count)));
        return new TokenCount(tokens.get(), true);
    }

    @Override
    public Capabilities abilities(String model, ServingOptions serving) {
        return find(model).served(serving).abilities();
    }

    @Override
    public void load(String name, ServingOptions serving) {
        LoadableModel model = find(name).served(serving);
        waiting(() -> pool.use(model, serving.keepAlive(), _ -> {}));
    }

    @Override
    public void unload(String name) {
        LoadableModel model = find(name);
        waiting(() -> pool.alone(model.name(), () -> {}));
    }

    @Override
    public List<ResidentModel> resident() {
        return pool.seated().stream().map(SeatedProcess::resident).toList();
    }

    @Override
    public Embeddings embed(String name, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving) {
        LoadableModel model = find(name).served(serving);
        if (!model.header().embeds()) {
            throw new RequestRefused(
                    RequestRefused.Kind.UNSUPPORTED_PARAMETER, "model", name + " is a chat model and does not embed");
        }
        int numbers = model.header().embeddingLength();
        if (dimensions != null && dimensions != numbers) {
            // A GGUF file does not say whether the beginnings of its vectors are vectors.
            throw Embeddings.noSuchLength(name + " has vectors of " + numbers
                    + " numbers, and whether they may be shortened its file does not say");
        }
        PromptLimit limit = PromptLimit.of(model);
        inputs.forEach(input -> limit.check("input", input));
        List<float[]> vectors = new ArrayList<>();
        AtomicInteger tokens = new AtomicInteger();
        for (List<String> some : pieces(inputs)) {
            asked(model, serving, () -> false, exchange -> {
                Embeddings answer = exchange.embed(new WorkerRequest.Embed(requests.incrementAndGet(), some));
                vectors.addAll(answer.vectors());
                tokens.addAndGet(answer.inputTokens());
            });
        }
        return new Embeddings(vectors, tokens.get());
    }

    /// What a worker is given at once.
    private static List<List<String>> pieces(List<String> inputs) {
        List<List<String>> pieces = new ArrayList<>();
        int from = 0;
        long length = 0;
        for (int i = 0; i < inputs.size(); i++) {
            length += inputs.get(i).length();
            if (i - from == INPUTS_AT_ONCE || (i > from && length > PromptLimit.MOST_BYTES)) {
                pieces.add(List.copyOf(inputs.subList(from, i)));
                from = i;
                length = inputs.get(i).length();
            }
        }
        pieces.add(List.copyOf(inputs.subList(from, inputs.size())));
        return pieces;
    }

    private LoadableModel find(String name) {
        Problem problem = host.problem();
        if (problem != null) {
            throw new ApplianceException(problem);
        }
        GgufModel model = folder.find(ModelName.canonical(name))
                .orElseThrow(
                        () -> new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", folder.without(name)));
        LlamaArchitectures.refuseUnknown(model.file().toString(), model.header());
        return LoadableModel.of(model);
    }

    @Override
    public void requireLoadable(String file, GgufHeader header) {
        LlamaArchitectures.refuseUnknown(file, header);
    }

    @Override
    public void whileUnused(String model, Runnable work) {
        waiting(() -> pool.alone(model, work));
    }

    /// Process id of the worker that has a model in memory; empty if none has.
    public Optional<Long> worker(String model) {
        return pool.pid(model);
    }

    @Override
    public void close() {
        pool.close();
        FolderRemoval.delete(tmp);
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void waiting(Waiting waiting) {
        try {
            waiting.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }
}
