package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.Usage;
import io.aiplat.model.ApplianceException;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatSink;
import io.aiplat.models.Embeddings;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.RequestRefused;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.CancellationException;

/// Models of an engine in our own vocabulary: Ollama by its native API, and llama.cpp in our own processes. What the
/// client asked is read field by field, and what an engine cannot do is refused by name.
final class EngineProvider implements Provider {
    private final ModelEngine engine;
    private final boolean owned;
    private final Ids ids;
    private final Clock clock;

    private EngineProvider(ModelEngine engine, boolean owned, Ids ids, Clock clock) {
        this.engine = engine;
        this.owned = owned;
        this.ids = ids;
        this.clock = clock;
    }

    /// Over an engine that somebody else closes.
    static EngineProvider borrowing(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, false, ids, clock);
    }

    /// Over an engine that closes with it.
    static EngineProvider owning(ModelEngine engine, Ids ids, Clock clock) {
        return new EngineProvider(engine, true, ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        try {
            switch (attempt.call().operation()) {
                case CHAT -> chat(attempt);
                case EMBEDDINGS -> embed(attempt);
            }
        } catch (ClientGone gone) {
            throw new IOException("the client has left", gone);
        } catch (CancellationException cancelled) {
            throw new IOException("the client has left", cancelled);
        } catch (ApiException refused) {
            throw new AttemptFailed(Failure.of(FailureKind.BAD_REQUEST), refused.error(), refused);
        } catch (RequestRefused refused) {
            throw new AttemptFailed(Failure.of(kind(refused)), ApiError.of(refused), refused);
        } catch (ApplianceException failed) {
            throw new AttemptFailed(Failure.of(FailureKind.SERVER_ERROR), ApiError.of(failed), failed);
        }
    }

    private static FailureKind kind(RequestRefused refused) {
        return switch (refused.kind()) {
            case CONTEXT_LENGTH_EXCEEDED -> FailureKind.CONTEXT_WINDOW;
            case BUSY -> FailureKind.BUSY;
            // An engine serves many models; that it lacks one says nothing of the others.
            case MODEL_NOT_FOUND, UNSUPPORTED_PARAMETER, INVALID_PARAMETER -> FailureKind.BAD_REQUEST;
        };
    }

    private void chat(Attempt attempt) throws IOException {
        ChatCall call = ChatCallReader.read(
                Json.read(attempt.call().body()), attempt.chosen().model(), attempt.outputCap());
        AnswerHead head = new AnswerHead(
                ids.next("chatcmpl-"),
                clock.instant().getEpochSecond(),
                attempt.call().model());
        if (call.stream()) {
            stream(call, head, attempt);
        } else {
            whole(call.request(), head, attempt);
        }
    }

    private void whole(ChatRequest request, AnswerHead head, Attempt attempt) throws IOException {
        WholeAnswer answer = new WholeAnswer();
        try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
            engine.chat(request, counted(attempt, answer));
        }
        if (!answer.isFinished()) {
            throw cutOff(request);
        }
        attempt.exchange().reply(200, Json.TYPE, Json.bytes(json -> answer.writeTo(json, head)));
    }

    private void stream(ChatCall call, AnswerHead head, Attempt attempt) throws IOException {
        Exchange exchange = attempt.exchange();
        StreamedAnswer answer = new StreamedAnswer(head, call.includeUsage(), () -> begin(exchange));
        try (Leaving _ = Leaving.interrupts(exchange)) {
            engine.chat(call.request(), counted(attempt, answer));
            if (!answer.isFinished()) {
                throw cutOff(call.request());
            }
        } catch (ClientGone gone) {
            throw gone;
        } catch (RuntimeException failure) {
            if (!answer.hasBegun() || exchange.isGone()) {
                throw failure;
            }
            ApiError error = ApiError.of(failure);
            ErrorReply.log(exchange.id(), error, failure);
            answer.fail(error);
            exchange.end();
            throw failure;
        }
        exchange.end();
    }

    private static ChatSink counted(Attempt attempt, ChatSink answer) {
        return part -> {
            attempt.firstPiece();
            if (part instanceof ChatPart.Finished end) {
                attempt.used(new Usage(end.inputTokens(), end.outputTokens(), 0, false));
            }
            answer.accept(part);
        };
    }

    private static OutputStream begin(Exchange exchange) {
        exchange.header("content-type", "text/event-stream");
        exchange.header("cache-control", "no-cache");
        // Asks proxies in between not to collect events.
        exchange.header("x-accel-buffering", "no");
        exchange.begin(200);
        return new Parts(exchange);
    }

    private ApplianceException cutOff(ChatRequest request) {
        return new ApplianceException(GatewayProblems.answerCut(engine.name(), request.model()));
    }

    /// Sends what it is given at once.
    private static final class Parts extends OutputStream {
        private final Exchange exchange;

        Parts(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            exchange.write(from, offset, length);
        }
    }

    private void embed(Attempt attempt) throws IOException {
        EmbeddingsCall call = EmbeddingsCall.read(Json.read(attempt.call().body()));
        Embeddings embeddings;
        try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
            embeddings = engine.embed(attempt.chosen().model(), call.inputs());
        }
        attempt.firstPiece();
        attempt.used(new Usage(embeddings.inputTokens(), 0, 0, false));
        byte[] answer = Json.bytes(json -> EmbeddingsAnswer.write(json, call, embeddings));
        attempt.exchange().reply(200, Json.TYPE, answer);
    }

    @Override
    public void close() {
        if (owned) {
            engine.close();
        }
    }
}
