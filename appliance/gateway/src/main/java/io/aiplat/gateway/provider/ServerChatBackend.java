package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.PromptEstimate;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.InputBound;
import io.aiplat.gateway.protocol.UpstreamProtocol;
import io.aiplat.gateway.protocol.UpstreamStreamReader;
import io.aiplat.gateway.relay.AnswerChecks;
import io.aiplat.gateway.relay.WholeBody;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.MemoryBudgetExceeded;
import io.aiplat.gateway.upstream.UpstreamClient;
import io.aiplat.gateway.upstream.UpstreamErrors;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.RequestRefused.Kind;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chat backend over a server that speaks another API than the client.
///
/// @param headers     sent with each request
/// @param concessions what its models are asked without
record ServerChatBackend(
        UpstreamClient server, UpstreamProtocol tongue, Headers headers, CompatibilityFallbacks concessions)
        implements ChatBackend {
    ServerChatBackend(UpstreamClient server, UpstreamProtocol tongue, Headers headers) {
        this(server, tongue, headers, new CompatibilityFallbacks());
    }

    private static final int PIECE = 16 * 1024;
    private static final byte[] END = {'\n', '\n'};

    /// Requests that one attempt comes to at most: with all it has, and less by each thing that is refused.
    private static final int MOST_TRIES = 5;

    /// Bytes of memory that are taken at once.
    private static final int STEP = 64 * 1024;

    @Override
    public String name() {
        return tongue.name();
    }

    @Override
    public Set<BackendFeature> extras() {
        return tongue.extras();
    }

    @Override
    public Set<String> lacking(Generation wanted) {
        return switch (wanted) {
            case Generation.Chat chat -> tongue.lacking(chat.request()).keySet();
            case Generation.Completion _ -> Set.of();
        };
    }

    @Override
    public void write(Generation wanted, Attempt attempt, ChatSink sink) throws AttemptFailed, IOException {
        ChatRequest request = switch (wanted) {
            case Generation.Chat chat -> chat.request();
            case Generation.Completion _ ->
                throw refused("model", tongue.name() + " does not go on with plain texts. Use a conversation.");
        };
        Iterator<Map.Entry<String, String>> lacking =
                tongue.lacking(request).entrySet().iterator();
        if (lacking.hasNext()) {
            Map.Entry<String, String> first = lacking.next();
            throw RequestRefused.dispensable(
                    first.getKey(), "'" + first.getKey() + "' cannot be carried out. " + first.getValue());
        }
        boolean hint = wanted.hints().contains(Generation.EFFORT);
        ChatRequest left = request;
        for (CompatibilityFallbacks.Kind kind : concessions.of(request.model())) {
            left = without(left, kind, hint, attempt);
        }
        ChatSink to = tongue.reading(request, sink);
        for (int tries = 1; ; tries++) {
            try {
                byte[] question = tongue.question(left);
                server.ask(
                        attempt,
                        tongue.path(),
                        headers,
                        true,
                        counted -> List.of(ByteSlice.of(counted ? question : uncounted(question))),
                        answer -> read(answer, attempt, to));
                return;
            } catch (AttemptFailed failed) {
                ChatRequest less = attempt.hasBegun() || tries == MOST_TRIES ? null : less(left, hint, failed, attempt);
                if (less == null) {
                    throw failed;
                }
                left = less;
            }
        }
    }

    /// The request with less of what the server refuses; null where nothing of it can be done without.
    private @Nullable ChatRequest less(ChatRequest request, boolean hint, AttemptFailed failed, Attempt attempt) {
        ChatRequest shorter = CompatibilityFallbacks.shorter(request, failed);
        if (shorter != null) {
            attempt.leaveOut("max_tokens");
            return shorter;
        }
        CompatibilityFallbacks.Kind refused = concessions.refused(request, hint, failed);
        return refused == null ? null : without(request, refused, hint, attempt);
    }

    private static ChatRequest without(
            ChatRequest request, CompatibilityFallbacks.Kind kind, boolean hint, Attempt attempt) {
        ChatRequest less = CompatibilityFallbacks.without(request, kind, hint);
        if (!less.equals(request) && !kind.parameter().isEmpty()) {
            attempt.leaveOut(kind.parameter());
        }
        return less;
    }

    private static byte[] uncounted(byte[] question) {
        try {
            return JsonObjectView.scan(question, question.length)
                    .edit()
                    .remove("stream_options")
                    .bytes();
        } catch (MalformedJson e) {
            throw new IllegalStateException("our own JSON", e);
        }
    }

    private static RequestRefused refused(String parameter, String message) {
        return new RequestRefused(Kind.UNSUPPORTED_PARAMETER, parameter, message);
    }

    private void read(UpstreamResponse answer, Attempt attempt, ChatSink sink) throws AttemptFailed, IOException {
        UpstreamStreamReader reader = tongue.answer(promptBound(attempt));
        if (AnswerChecks.isWhole(answer)) {
            whole(answer, reader, attempt, sink);
        } else {
            AnswerChecks.isStream(answer);
            events(answer, reader, attempt, sink);
        }
        reader.handOver(sink);
        ChatDelta.Finished end = reader.end();
        if (end == null) {
            throw AnswerChecks.cut("The upstream ended its answer without its end.");
        }
        sink.accept(end);
    }

    /// An answer in one piece: some servers do not stream with tools, and some not at all.
    private static void whole(UpstreamResponse answer, UpstreamStreamReader reader, Attempt attempt, ChatSink sink)
            throws AttemptFailed, IOException {
        WholeBody body = WholeBody.read(answer, attempt);
        try {
            reader.whole(body.bytes(), body.length(), sink);
        } catch (MalformedJson _) {
            throw AnswerChecks.cut("The upstream's answer is not JSON.");
        }
        byte[] error = reader.error();
        if (error != null) {
            throw UpstreamErrors.of(error);
        }
        attempt.said(reader.prompt());
    }

    private static void events(UpstreamResponse answer, UpstreamStreamReader reader, Attempt attempt, ChatSink sink)
            throws AttemptFailed, UpstreamFailure {
        EventScanner events =
                new EventScanner(AnswerChecks.LARGEST_EVENT, attempt.responder().memory());
        byte[] buffer = new byte[PIECE];
        long taken = PIECE;
        try {
            for (int count = answer.read(buffer, 0, PIECE); count >= 0; count = answer.read(buffer, 0, PIECE)) {
                events.offer(buffer, 0, count);
                take(events, reader, attempt, sink);
                taken = taken(taken, reader.waiting(), attempt);
            }
            if (events.isWithinEvent()) {
                // The last event without the empty line after it.
                events.offer(END, 0, END.length);
                take(events, reader, attempt, sink);
            }
        } catch (UpstreamFailure.Aborted gone) {
            throw gone;
        } catch (UpstreamFailure failure) {
            if (reader.end() == null) {
                throw failure;
            }
        }
    }

    /// Counts what a server has written of calls without an end. It is kept for what follows.
    ///
    /// @throws MemoryBudgetExceeded if there is no memory for it
    private static long taken(long taken, long waiting, Attempt attempt) {
        if (waiting <= taken) {
            return taken;
        }
        long more = Math.max(STEP, waiting - taken);
        if (!attempt.responder().memory().tryAcquire(more)) {
            throw new MemoryBudgetExceeded(
                    MemoryBudgetExceeded.refusal(new MalformedRequest(503, "no memory for calls of tools")));
        }
        return taken + more;
    }

    private static void take(EventScanner events, UpstreamStreamReader reader, Attempt attempt, ChatSink sink)
            throws AttemptFailed {
        try {
            while (events.next()) {
                if (!events.hasData()) {
                    continue;
                }
                reader.read(events, sink);
                byte[] error = reader.error();
                if (error != null) {
                    throw UpstreamErrors.of(error);
                }
                attempt.said(reader.prompt());
            }
        } catch (MalformedJson _) {
            throw AnswerChecks.cut("An event of the upstream's answer is not JSON.");
        } catch (EventTooLarge large) {
            throw AnswerChecks.tooLarge(large);
        }
    }

    /// The servers have no address for it. Counting is not worth a paid answer.
    @Override
    public TokenCount count(ChatRequest request, Attempt attempt) {
        return new TokenCount(PromptEstimate.of(request), false);
    }

    private static int promptBound(Attempt attempt) {
        return Math.toIntExact(InputBound.of(attempt.call()));
    }
}
