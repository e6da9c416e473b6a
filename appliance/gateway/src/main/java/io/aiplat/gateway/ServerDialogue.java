package io.aiplat.gateway;

import io.aiplat.gateway.foreign.AnswerReader;
import io.aiplat.gateway.foreign.Tongue;
import io.aiplat.gateway.surface.Extra;
import io.aiplat.gateway.surface.Generation;
import io.aiplat.gateway.surface.PromptEstimate;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatSink;
import io.aiplat.models.RequestRefused;
import io.aiplat.models.RequestRefused.Kind;
import io.aiplat.models.TokenCount;
import io.aiplat.wire.Segment;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamAnswer;
import io.aiplat.wire.upstream.UpstreamFailure;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Texts of a server that speaks another API than the client.
///
/// @param headers     sent with each request
/// @param concessions what its models are asked without
record ServerDialogue(ModelServer server, Tongue tongue, Headers headers, Concessions concessions) implements Dialogue {
    ServerDialogue(ModelServer server, Tongue tongue, Headers headers) {
        this(server, tongue, headers, new Concessions());
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
    public Set<Extra> extras() {
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
        for (Concessions.Kind kind : concessions.of(request.model())) {
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
                        counted -> List.of(Segment.of(counted ? question : uncounted(question))),
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
        ChatRequest shorter = Concessions.shorter(request, failed);
        if (shorter != null) {
            attempt.leaveOut("max_tokens");
            return shorter;
        }
        Concessions.Kind refused = concessions.refused(request, hint, failed);
        return refused == null ? null : without(request, refused, hint, attempt);
    }

    private static ChatRequest without(ChatRequest request, Concessions.Kind kind, boolean hint, Attempt attempt) {
        ChatRequest less = Concessions.without(request, kind, hint);
        if (!less.equals(request) && !kind.parameter().isEmpty()) {
            attempt.leaveOut(kind.parameter());
        }
        return less;
    }

    private static byte[] uncounted(byte[] question) {
        try {
            return TopLevel.scan(question, question.length)
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

    private void read(UpstreamAnswer answer, Attempt attempt, ChatSink sink) throws AttemptFailed, IOException {
        AnswerReader reader = tongue.answer(promptBound(attempt));
        if (AnswerChecks.isWhole(answer)) {
            whole(answer, reader, attempt, sink);
        } else {
            AnswerChecks.isStream(answer);
            events(answer, reader, attempt, sink);
        }
        reader.handOver(sink);
        ChatPart.Finished end = reader.end();
        if (end == null) {
            throw AnswerChecks.cut("The upstream ended its answer without its end.");
        }
        sink.accept(end);
    }

    /// An answer in one piece: some servers do not stream with tools, and some not at all.
    private static void whole(UpstreamAnswer answer, AnswerReader reader, Attempt attempt, ChatSink sink)
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

    private static void events(UpstreamAnswer answer, AnswerReader reader, Attempt attempt, ChatSink sink)
            throws AttemptFailed, UpstreamFailure {
        EventScanner events =
                new EventScanner(AnswerChecks.LARGEST_EVENT, attempt.exchange().memory());
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
    /// @throws NoRoom if there is no memory for it
    private static long taken(long taken, long waiting, Attempt attempt) {
        if (waiting <= taken) {
            return taken;
        }
        long more = Math.max(STEP, waiting - taken);
        if (!attempt.exchange().memory().tryAcquire(more)) {
            throw new NoRoom(NoRoom.refusal(new MalformedRequest(503, "no memory for calls of tools")));
        }
        return taken + more;
    }

    private static void take(EventScanner events, AnswerReader reader, Attempt attempt, ChatSink sink)
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
