package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.Usage;
import io.aiplat.routing.choice.Choice;
import io.aiplat.telemetry.AttemptRecord;
import org.jspecify.annotations.Nullable;

/// One attempt at one upstream: what it works on, and what it found out even when it failed.
final class Attempt {
    private static final int BYTES_OF_A_TOKEN = 4;

    private final ModelCall call;
    private final Choice.Chosen chosen;
    private final Exchange exchange;
    private final long outputCap;
    private final long deadline;
    private final AttemptRecord seen;
    private @Nullable Usage usage;
    private @Nullable Usage prompt;
    private long pieces;
    private boolean sent;

    /// @param outputCap tokens that were reserved for each answer; 0 where nothing bounds them
    /// @param deadline  of all attempts together, as [System#nanoTime]
    /// @param seen      what is seen of it
    Attempt(
            ModelCall call,
            Choice.Chosen chosen,
            Exchange exchange,
            long outputCap,
            long deadline,
            AttemptRecord seen) {
        this.call = call;
        this.chosen = chosen;
        this.exchange = exchange;
        this.outputCap = outputCap;
        this.deadline = deadline;
        this.seen = seen;
    }

    ModelCall call() {
        return call;
    }

    Choice.Chosen chosen() {
        return chosen;
    }

    Exchange exchange() {
        return exchange;
    }

    long outputCap() {
        return outputCap;
    }

    long deadline() {
        return deadline;
    }

    /// The upstream is about to be asked.
    void sent() {
        sent = true;
    }

    /// Whether the upstream may have been asked.
    boolean wasSent() {
        return sent;
    }

    /// The upstream begins to answer. Said once, or each time: the first counts.
    void firstPiece() {
        if (pieces++ == 0) {
            chosen.lease().firstByte(System.nanoTime());
            seen.firstChunk();
        }
    }

    /// Guesses what an answer in one piece has used, from its length.
    void guess(int bytes) {
        pieces = Math.max(pieces, bytes / BYTES_OF_A_TOKEN);
    }

    /// Notes what the upstream says was used.
    void used(Usage said) {
        usage = said;
    }

    /// Notes what the upstream says at the beginning, when only the prompt has cost something.
    void prompted(Usage said) {
        prompt = said;
    }

    /// What is seen of it.
    AttemptRecord seen() {
        return seen;
    }

    /// Whether anything of an answer came.
    boolean hasPieces() {
        return pieces > 0;
    }

    /// What was used; null where nothing of an answer came.
    ///
    /// @param inputBound tokens the prompt has at most
    @Nullable
    Usage usage(long inputBound) {
        Usage said = usage;
        if (said != null) {
            return said;
        }
        if (pieces == 0) {
            return null;
        }
        // Each piece of a stream is at least one token, and the upstream was stopped soon after the last.
        Usage begun = prompt;
        return begun == null
                ? new Usage(inputBound, pieces, 0, true)
                : new Usage(begun.inputTokens(), pieces, begun.cachedInputTokens(), begun.cacheWriteTokens(), true);
    }
}
