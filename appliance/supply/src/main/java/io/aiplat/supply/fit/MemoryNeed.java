package io.aiplat.supply.fit;

import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufMetadata;

/// Memory need: what a model takes in memory as it is to be loaded, in bytes.
///
/// @param weights   its tensors
/// @param cache     of what it has read: see [CacheLayout]
/// @param buffers   for what is computed on the way, and for the answers
/// @param projector of the file that turns pictures or sound into tokens, with its buffers; 0 without one
public record MemoryNeed(long weights, long cache, long buffers, long projector) {
    private static final long FLOAT = 4;
    private static final long HALF = 2;
    private static final long SCORES = 6;
    /// Each token's place in the text and in the batch.
    private static final long PLACES = 24;

    /// The sum.
    public long total() {
        return weights + cache + buffers + projector;
    }

    /// What a model needs.
    ///
    /// @param projector bytes of its projector's file; 0 without one
    public static MemoryNeed of(GgufHeader header, long projector, LoadPlan plan) {
        // A projector computes one picture at once, in about as much as it has itself: an estimate.
        return new MemoryNeed(
                header.tensors().bytes(),
                CacheLayout.of(header).bytes(plan),
                buffers(header, plan),
                projector + projector / 4);
    }

    /// The same without a projector.
    public static MemoryNeed of(GgufHeader header, LoadPlan plan) {
        return of(header, 0, plan);
    }

    /// llama.cpp reuses the room of what is no longer needed, so the buffers are as large as the widest place of its
    /// graph. With flash attention, which it takes by itself, that is the feed-forward part of a layer, where three
    /// of its rows and four of the model's width are alive at once for each token of a batch, or the attention with
    /// its queries; beside it lies the mask, two bytes for each token of a batch and each cell. Found by measuring
    /// 129 models, see docs/decisions/fit.md; an estimate, unlike the other parts.
    private static long buffers(GgufHeader header, LoadPlan plan) {
        GgufMetadata model = header.metadata();
        long width = model.number("embedding_length", 0);
        long row = Math.max(4 * width + Math.max(3 * dense(model), experts(model, width)), attention(model, width));
        if (header.embeds()) {
            // Each token of the batch has a result, not only the last one of a text.
            row = Math.max(row, header.vocabulary() + width);
        }
        long compared = CacheLayout.of(header).maskedCells(plan) * plan.batch();
        // An index of which tokens to look at has scores of its own for all of them.
        long mask = compared * (HALF + (SparseIndex.isIn(model) ? SCORES * FLOAT : 0));
        long answers = FLOAT * plan.sequences() * header.vocabulary();
        return plan.batch() * (row * FLOAT + PLACES) + mask + answers;
    }

    private static long dense(GgufMetadata model) {
        return model.number("feed_forward_length", 0);
    }

    private static long experts(GgufMetadata model, long width) {
        long used = model.number("expert_used_count", 0);
        long own = model.number("expert_feed_forward_length", 0);
        return used * (2 * (own == 0 ? dense(model) : own) + width);
    }

    private static long attention(GgufMetadata model, long width) {
        long heads = model.number("attention.head_count", 0);
        long length = model.number("attention.key_length", heads == 0 ? 0 : width / heads);
        return 2 * width + 3 * heads * length;
    }
}
