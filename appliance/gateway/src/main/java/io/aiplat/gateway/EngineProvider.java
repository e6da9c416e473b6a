package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.AnswerHead;
import io.aiplat.gateway.surface.ApiError;
import io.aiplat.gateway.surface.ApiException;
import io.aiplat.gateway.surface.CountedMessages;
import io.aiplat.gateway.surface.Dropped;
import io.aiplat.gateway.surface.EmbeddingsAnswer;
import io.aiplat.gateway.surface.EmbeddingsCall;
import io.aiplat.gateway.surface.Fields;
import io.aiplat.gateway.surface.Generation;
import io.aiplat.gateway.surface.Json;
import io.aiplat.gateway.surface.Question;
import io.aiplat.gateway.surface.Reading;
import io.aiplat.gateway.surface.Surface;
import io.aiplat.gateway.surface.WholeAnswer;
import io.aiplat.governance.Usage;
import io.aiplat.model.ApplianceException;
import io.aiplat.models.ChatSink;
import io.aiplat.models.Embeddings;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.RequestRefused;
import io.aiplat.models.Serving;
import io.aiplat.models.TokenCount;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Models of an engine in our own vocabulary: Ollama by its native API, and llama.cpp in our own processes.
/// What the client asked is read field by field, and what an engine cannot do is refused by name.
final class EngineProvider implements Provider {
    /// Says that token counts are a guess.
    private static final String ESTIMATED = "x-aiplat-estimated";

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
        switch (attempt.call().operation()) {
            case CHAT -> told(Surface.CHAT, () -> write(attempt, Surface.CHAT));
            case COMPLETIONS -> told(Surface.COMPLETIONS, () -> write(attempt, Surface.COMPLETIONS));
            case RESPONSES -> told(Surface.RESPONSES, () -> write(attempt, Surface.RESPONSES));
            case MESSAGES -> told(Surface.MESSAGES, () -> write(attempt, Surface.MESSAGES));
            case COUNT_TOKENS -> told(Surface.MESSAGES, () -> count(attempt));
            case EMBEDDINGS -> told(Surface.CHAT, () -> embed(attempt));
        }
    }

    /// Does the work, and tells of what fails in the words of the client's API.
    private static void told(Surface surface, Work work) throws AttemptFailed, IOException {
        try {
            work.run();
        } catch (ClientGone gone) {
            throw new IOException("the client has left", gone);
        } catch (CancellationException cancelled) {
            throw new IOException("the client has left", cancelled);
        } catch (ApiException refused) {
            throw new AttemptFailed(Failure.of(FailureKind.BAD_REQUEST), refused.error(), refused);
        } catch (RequestRefused refused) {
            String parameter = refused.parameter();
            ApiError error = ApiError.of(refused);
            throw new AttemptFailed(
                    Failure.of(kind(refused)),
                    parameter == null ? error : error.withParam(surface.parameter(parameter)),
                    refused);
        } catch (ApplianceException failed) {
            throw new AttemptFailed(Failure.of(FailureKind.SERVER_ERROR), ApiError.of(failed), failed);
        }
    }

    /// What an operation does.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static FailureKind kind(RequestRefused refused) {
        return switch (refused.kind()) {
            case CONTEXT_LENGTH_EXCEEDED -> FailureKind.CONTEXT_WINDOW;
            case BUSY -> FailureKind.BUSY;
            // An engine serves many models; that it lacks one says nothing of the others.
            case MODEL_NOT_FOUND, UNSUPPORTED_PARAMETER, INVALID_PARAMETER -> FailureKind.BAD_REQUEST;
        };
    }

    private void write(Attempt attempt, Surface surface) throws IOException {
        Exchange exchange = attempt.exchange();
        Dropped dropped = new Dropped(attempt.chosen().route().dropParams());
        Fields body = dropped.from(Json.read(attempt.call().body()));
        Question asked = surface.read(body, reading(attempt));
        Question question = asked.feasible(
                generation -> engine.abilities(attempt.chosen().model(), generation.serving()), dropped, surface);
        dropped.tell(exchange);
        AnswerHead head = new AnswerHead(
                ids.next(surface.idPrefix()),
                clock.instant().getEpochSecond(),
                attempt.call().model());
        if (question.stream()) {
            stream(question, head, attempt);
        } else {
            whole(question, head, attempt);
        }
    }

    private static Reading reading(Attempt attempt) {
        return new Reading(attempt.chosen().model(), attempt.outputCap(), serving(attempt));
    }

    private static Serving serving(Attempt attempt) {
        return Servings.of(attempt.chosen().deployment());
    }

    private void whole(Question question, AnswerHead head, Attempt attempt) throws IOException {
        List<WholeAnswer> answers = new ArrayList<>();
        Tally tally = new Tally(attempt);
        try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
            for (Generation generation : question.generations()) {
                WholeAnswer answer = new WholeAnswer();
                answers.add(answer);
                generate(generation, tally, answer, attempt);
            }
        }
        if (tally.usage().estimated()) {
            attempt.exchange().header(ESTIMATED, "true");
        }
        byte[] content = Json.bytes(json -> question.form().whole(json, head, answers));
        attempt.exchange().reply(200, Json.TYPE, content);
    }

    private void stream(Question question, AnswerHead head, Attempt attempt) throws IOException {
        Exchange exchange = attempt.exchange();
        StreamedAnswer answer = new StreamedAnswer(exchange, question.form(), head);
        try (Leaving _ = Leaving.interrupts(exchange)) {
            Tally tally = new Tally(attempt);
            for (int i = 0; i < question.generations().size(); i++) {
                int choice = i;
                generate(question.generations().get(i), tally, part -> answer.part(choice, part), attempt);
            }
            answer.end(tally.usage());
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

    private void generate(Generation generation, Tally tally, ChatSink answer, Attempt attempt) {
        tally.next();
        generation.by(engine, part -> {
            tally.part(part);
            answer.accept(part);
        });
        if (!tally.isFinished()) {
            throw new ApplianceException(
                    GatewayProblems.answerCut(engine.name(), attempt.chosen().model()));
        }
    }

    private void count(Attempt attempt) throws IOException {
        Exchange exchange = attempt.exchange();
        Dropped dropped = new Dropped(attempt.chosen().route().dropParams());
        Fields body = dropped.from(Json.read(attempt.call().body()));
        TokenCount count;
        try (Leaving _ = Leaving.interrupts(exchange)) {
            count = engine.countTokens(CountedMessages.read(body, reading(attempt)));
        }
        attempt.firstPiece();
        attempt.used(new Usage(0, 0, 0, false));
        dropped.tell(exchange);
        if (!count.exact()) {
            exchange.header(ESTIMATED, "true");
        }
        exchange.reply(200, Json.TYPE, Json.bytes(json -> CountedMessages.write(json, count)));
    }

    private void embed(Attempt attempt) throws IOException {
        Dropped dropped = new Dropped(attempt.chosen().route().dropParams());
        EmbeddingsCall call =
                EmbeddingsCall.read(dropped.from(Json.read(attempt.call().body())));
        Embeddings embeddings;
        try (Leaving _ = Leaving.interrupts(attempt.exchange())) {
            embeddings = engine.embed(attempt.chosen().model(), call.inputs(), serving(attempt));
        }
        attempt.firstPiece();
        attempt.used(new Usage(embeddings.inputTokens(), 0, 0, false));
        dropped.tell(attempt.exchange());
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
