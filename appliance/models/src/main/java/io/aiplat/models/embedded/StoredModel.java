package io.aiplat.models.embedded;

import io.aiplat.models.Abilities;
import io.aiplat.models.Ability;
import io.aiplat.models.GgufHeader;
import io.aiplat.models.Modelfile;
import io.aiplat.models.Serving;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model on disk, checked.
///
/// @param file    its GGUF file
/// @param created when it was taken in
/// @param context tokens its route wants it to see at once; null for what the Modelfile says
record StoredModel(
        String name,
        Path file,
        Instant created,
        GgufHeader header,
        Modelfile modelfile,
        @Nullable Integer context) {
    /// Ollama's default too; a long one costs memory that small machines lack.
    private static final int USUAL_CONTEXT = 4096;
    /// For a file that does not say for how many it was trained.
    private static final int LONGEST_CONTEXT = 1 << 20;
    /// More threads than this help no processor there is.
    private static final int MOST_THREADS = 1024;

    /// The same as its route wants it.
    StoredModel served(Serving serving) {
        return new StoredModel(name, file, created, header, modelfile, serving.context());
    }

    /// Tokens it sees at once here: what its route or the Modelfile says, but not more than it was trained
    /// on.
    int contextLength() {
        Integer asked = context == null ? modelfile.integer("num_ctx") : context;
        int wanted = asked == null ? USUAL_CONTEXT : Math.max(asked, 1);
        return Math.min(wanted, header.contextLength() == 0 ? LONGEST_CONTEXT : header.contextLength());
    }

    /// What it can do here.
    Abilities abilities() {
        Set<Ability> abilities = header.embeds()
                ? Set.of(Ability.EMBEDDING, Ability.REFUSES_LONG_PROMPTS)
                : Set.of(
                        Ability.CHAT,
                        Ability.COMPLETION,
                        Ability.JSON_SCHEMA,
                        Ability.TOOL_CHOICE,
                        Ability.REFUSES_LONG_PROMPTS,
                        Ability.EXACT_TOKEN_COUNT);
        return new Abilities(abilities, contextLength());
    }

    /// What a worker is told to load it.
    ToWorker.Load load() {
        Integer threads = modelfile.integer("num_thread");
        return new ToWorker.Load(
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
    private ToWorker.Use use() {
        Integer pooling = header.pooling();
        if (!header.embeds()) {
            return ToWorker.Use.CHAT;
        }
        if (!header.encoder()) {
            return ToWorker.Use.EMBED_LAST;
        }
        return pooling == null || pooling == 0 ? ToWorker.Use.EMBED_MEAN : ToWorker.Use.EMBED;
    }
}
