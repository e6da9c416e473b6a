package io.aiplat.gateway.upstream;

import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.slot.SlotUse;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.telemetry.AttemptRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt at one upstream: what it works on, and what it found out even when it failed.
public final class Attempt {
    /// Of a transcript, which nothing else measures.
    private static final int BYTES_OF_A_WORD = 4;

    /// An event that is shorter has no envelope: it is the `[DONE]` of OpenAI's streams.
    private static final int SHORTEST_EVENT = 8;

    /// Events of a stream without a text: who speaks, why it ended, what it used.
    private static final int EMPTY_STREAM = 4;

    private final ModelCall call;
    private final RoutingResult.Chosen chosen;
    private final Responder responder;
    private final long outputCap;
    private final long deadline;
    private final AttemptRecord seen;
    private @Nullable TokenUsage usage;
    private CountedTokens said = CountedTokens.NOTHING;
    private long pieces;
    private long bytes;
    private long envelope = Long.MAX_VALUE;
    private boolean begun;
    private boolean sent;
    private SlotUse slot = SlotUse.NONE;
    private Consumer<String> leftOut = _ -> {};

    /// @param outputCap tokens that were reserved for each answer; 0 where nothing bounds them
    /// @param deadline  of all attempts together, as [System#nanoTime]
    /// @param seen      what is seen of it
    public Attempt(
            ModelCall call,
            RoutingResult.Chosen chosen,
            Responder responder,
            long outputCap,
            long deadline,
            AttemptRecord seen) {
        this.call = call;
        this.chosen = chosen;
        this.responder = responder;
        this.outputCap = outputCap;
        this.deadline = deadline;
        this.seen = seen;
    }

    /// What the client asked for.
    public ModelCall call() {
        return call;
    }

    /// Who is asked.
    public RoutingResult.Chosen chosen() {
        return chosen;
    }

    /// The client's side of it.
    public Responder responder() {
        return responder;
    }

    /// Tokens that were reserved for each answer; 0 where nothing bounds them.
    public long outputCap() {
        return outputCap;
    }

    /// The end of all attempts together, as [System#nanoTime].
    public long deadline() {
        return deadline;
    }

    /// What is left out of the request, which is what was left out before any upstream was chosen.
    public DroppedParameters dropped() {
        DroppedParameters dropped = DroppedParameters.of(chosen.route().dropParams(), seen::dropped);
        call.leftOut().forEach(dropped::add);
        return dropped;
    }

    /// Who is told of what this upstream is asked without.
    public void toldLeftOut(Consumer<String> parameters) {
        leftOut = parameters;
    }

    /// This upstream is asked without a parameter, by its name in OpenAI's chat.
    public void leaveOut(String parameter) {
        leftOut.accept(parameter);
    }

    /// The upstream is about to be asked.
    public void sent() {
        sent = true;
    }

    /// Whether the upstream may have been asked.
    public boolean wasSent() {
        return sent;
    }

    /// The upstream begins to answer. Said once, or each time: the first counts.
    public void firstByte() {
        if (!begun) {
            begun = true;
            chosen.lease().firstByte(System.nanoTime());
            seen.firstChunk();
        }
    }

    /// A piece of a streamed answer has come.
    ///
    /// @param length in bytes, with the envelope that all pieces of a stream have alike
    public void piece(int length) {
        firstByte();
        if (length >= SHORTEST_EVENT) {
            pieces++;
            bytes += length;
            envelope = Math.min(envelope, length);
        }
    }

    /// How many pieces have come.
    public long pieces() {
        return pieces;
    }

    /// A part of a text has come that the gateway has had written.
    ///
    /// @param length tokens it is at most: its bytes
    public void part(int length) {
        firstByte();
        pieces++;
        bytes += length;
        envelope = 0;
    }

    /// A whole answer has come that says nothing of its tokens.
    public void guess(int length) {
        pieces = Math.max(1, call.endpoint().isForm() ? length / BYTES_OF_A_WORD : length);
    }

    /// Notes what all of this comes to, where the gateway has had the texts written one by one.
    public void used(TokenUsage counted) {
        usage = counted;
    }

    /// Notes what the upstream says was used, so far or in all. What was said before does not become less.
    public void said(CountedTokens more) {
        said = said.with(more);
    }

    /// Notes what it has had of a server of ours.
    public void held(SlotUse use) {
        slot = use;
        seen.held(use.nanos(), use.gpuNanos());
    }

    /// What it has had of a server of ours.
    public SlotUse slot() {
        return slot;
    }

    /// What is seen of it.
    public AttemptRecord seen() {
        return seen;
    }

    /// Whether anything came in answer.
    public boolean hasBegun() {
        return begun;
    }

    /// Whether anything of an answer came, or word of what it cost.
    public boolean hasAnswer() {
        return pieces > 0 || usage != null || !said.isNothing();
    }

    /// What was used: as the upstream says, and what it does not say, by what came; null where nothing of an answer
    /// came, so that nobody knows.
    ///
    /// @param inputBound  tokens the prompt has at most
    /// @param outputBound tokens that may be generated at most; 0 where nothing bounds them
    /// @param whole       whether the answer came to its end
    @Nullable
    public TokenUsage usage(long inputBound, long outputBound, boolean whole) {
        TokenUsage counted = usage;
        if (counted != null) {
            return whole || !counted.estimated()
                    ? counted
                    : new TokenUsage(
                            counted.inputTokens(),
                            Math.max(counted.outputTokens(), hidden(outputBound)),
                            counted.cachedTokens(),
                            counted.writtenTokens(),
                            counted.reasoningTokens(),
                            true);
        }
        if (!hasAnswer() && !whole) {
            return null;
        }
        // Nothing is not what a text costs that came in pieces.
        boolean answerKnown = whole && (said.output() > 0 || (said.output() == 0 && pieces < EMPTY_STREAM));
        long output = answerKnown ? said.output() : Math.max(said.output(), guessed(outputBound));
        if (!call.endpoint().generates() && !call.endpoint().isForm()) {
            answerKnown = whole;
            output = 0;
        }
        return new TokenUsage(
                CountedTokens.or(said.input(), inputBound),
                output,
                said.cached(),
                said.written(),
                Math.min(said.reasoning(), output),
                !answerKnown || said.input() <= 0);
    }

    /// An upper bound of what came, and of what may be behind it. A token has at least one byte, and a piece at
    /// least one token. Where the upstream has counted up to some piece, those that follow are a few.
    private long guessed(long outputBound) {
        long text = envelope == Long.MAX_VALUE ? 0 : bytes - pieces * envelope;
        long seen = said.output() > 0 ? said.output() + 1 : envelope == 0 ? Math.max(pieces, text) : pieces + text;
        return Math.max(outputBound > 0 ? Math.min(outputBound, seen) : seen, hidden(outputBound));
    }

    /// Thoughts that are paid and not shown: nobody can tell how many there were, so it was all that may be.
    private long hidden(long outputBound) {
        return HiddenReasoning.possible(call, chosen) ? outputBound : 0;
    }
}
