package io.aiplat.inference.embedded;

import io.aiplat.inference.Capabilities;
import io.aiplat.inference.Capability;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.inference.embedded.worker.LoadedModel;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.inference.process.ProcessModel;
import io.aiplat.inference.process.ServedContext;
import io.aiplat.supply.Modelfile;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.fit.MemoryNeed;
import io.aiplat.supply.folder.GgufModel;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Model that a worker can be told to load, as its route wants it served.
///
/// @param file    its GGUF file
/// @param created when it was taken in
/// @param context tokens its route wants it to see at once; null for what the Modelfile says
record LoadableModel(
        String name,
        Path file,
        Instant created,
        GgufHeader header,
        Modelfile modelfile,
        @Nullable Integer context) implements ProcessModel {
    /// More threads than this help no processor there is.
    private static final int MOST_THREADS = 1024;

    /// A model as its Modelfile wants it.
    static LoadableModel of(GgufModel model) {
        return new LoadableModel(model.name(), model.file(), model.created(), model.header(), model.modelfile(), null);
    }

    /// The same as its route wants it.
    LoadableModel served(ServingOptions serving) {
        return new LoadableModel(name, file, created, header, modelfile, serving.context());
    }

    /// Tokens it sees at once here: what its route or the Modelfile says, but not more than it was trained
    /// on.
    @Override
    public int contextLength() {
        return ServedContext.of(header, modelfile, context);
    }

    /// What it can do here.
    Capabilities abilities() {
        Set<Capability> abilities = header.embeds()
                ? Set.of(Capability.EMBEDDING, Capability.REFUSES_LONG_PROMPTS)
                : Set.of(
                        Capability.CHAT,
                        Capability.COMPLETION,
                        Capability.JSON_SCHEMA,
                        Capability.TOOL_CHOICE,
                        Capability.REFUSES_LONG_PROMPTS,
                        Capability.EXACT_TOKEN_COUNT);
        return new Capabilities(abilities, contextLength());
    }

    @Override
    public long memory() {
        return MemoryNeed.of(header, LoadPlan.of(header, contextLength())).total();
    }

    @Override
    public WorkerRequest.Load loading() {
        Integer threads = modelfile.integer("num_thread");
        return new WorkerRequest.Load(
                file.toString(),
                contextLength(),
                threads == null ? 0 : Math.clamp(threads, 0, MOST_THREADS),
                use(),
                header.specialTokens(),
                chatMl());
    }

    private boolean chatMl() {
        String template = header.chatTemplate();
        return template == null || template.contains(LoadedModel.CHAT_ML_MARK);
    }

    /// llama.cpp reads the pooling of encoders only. For others it makes none, which gives vectors of
    /// zeros, and aborts when told to take the mean; Ollama takes their last token.
    private WorkerRequest.Use use() {
        Integer pooling = header.pooling();
        if (!header.embeds()) {
            return WorkerRequest.Use.CHAT;
        }
        if (!header.encoder()) {
            return WorkerRequest.Use.EMBED_LAST;
        }
        return pooling == null || pooling == 0 ? WorkerRequest.Use.EMBED_MEAN : WorkerRequest.Use.EMBED;
    }
}
