package io.aiplat.gateway.upstream;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.TokenLogprob;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Memory accounting of an answer that is put together from its parts: takes from the request's account what is
/// kept of them, before it is kept.
public final class AnswerMemory implements ChatSink {
    /// Bytes that are not taken at all, since a request has them anyway: most answers have no more.
    private static final int FREE = 16 * 1024;

    /// Bytes that are taken at once.
    private static final int STEP = 64 * 1024;

    /// Bytes a character costs: in a builder that has just grown, as a string, and in the JSON of the answer twice.
    private static final int OF_CHARACTER = 8;

    /// Bytes a part or the probability of a token costs beside its characters.
    private static final int OF_PART = 128;

    private final Responder responder;
    private final ChatSink next;
    private long kept;
    private long taken = FREE;

    /// Stands before whoever collects an answer.
    ///
    /// @param responder whose share of the memory is taken
    /// @param next     gets each part once there is memory for it
    public AnswerMemory(Responder responder, ChatSink next) {
        this.responder = responder;
        this.next = next;
    }

    /// Takes memory for a part of the answer.
    ///
    /// @throws MemoryBudgetExceeded if there is no memory for this part
    @Override
    public void accept(ChatDelta part) {
        kept += cost(part);
        if (kept > taken) {
            take(Math.max(STEP, kept - taken));
        }
        next.accept(part);
    }

    private void take(long bytes) {
        try {
            responder.hold(bytes);
            taken += bytes;
        } catch (MalformedRequest none) {
            throw new MemoryBudgetExceeded(MemoryBudgetExceeded.refusal(none));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cost(ChatDelta part) {
        return switch (part) {
            case ChatDelta.Text text -> cost(text.text()) + cost(text.logprobs());
            case ChatDelta.Reasoning reasoning -> cost(reasoning.text());
            case ChatDelta.Call(var call) -> OF_PART + cost(call.name()) + cost(call.arguments());
            case ChatDelta.Finished _ -> 0;
        };
    }

    private static long cost(String text) {
        return (long) OF_CHARACTER * text.length();
    }

    private static long cost(Iterable<TokenLogprob> logprobs) {
        long cost = 0;
        for (TokenLogprob logprob : logprobs) {
            cost += OF_PART + cost(logprob.token()) + cost(logprob.top());
        }
        return cost;
    }
}
