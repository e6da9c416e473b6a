package io.aiplat.models.embedded;

import io.aiplat.models.GgufHeader;
import io.aiplat.models.Modelfile;
import java.nio.file.Path;
import java.time.Instant;

/// A model on disk, checked.
///
/// @param file    its GGUF file
/// @param created when it was taken in
record StoredModel(String name, Path file, Instant created, GgufHeader header, Modelfile modelfile) {
    /// Ollama's default too; a long one costs memory that small machines lack.
    private static final int USUAL_CONTEXT = 4096;

    /// Tokens it sees at once here: what the Modelfile says, but not more than it was trained on.
    int contextLength() {
        Integer asked = modelfile.integer("num_ctx");
        int wanted = asked == null ? USUAL_CONTEXT : Math.max(asked, 1);
        return header.contextLength() == 0 ? wanted : Math.min(wanted, header.contextLength());
    }

    /// What a worker is told to load it.
    ToWorker.Load load() {
        Integer threads = modelfile.integer("num_thread");
        return new ToWorker.Load(
                file.toString(),
                contextLength(),
                threads == null ? 0 : Math.max(threads, 0),
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
