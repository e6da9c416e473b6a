package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.TokenCountFormat;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.responder.ClientDisconnected;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.upstream.AnswerMemory;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.MemoryBudgetExceeded;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Protocol translation between the API that a client speaks and a chat backend. What the client asked is read field
/// by field, and what cannot be carried out is refused by name.
final class Translator {
    /// Says that token counts are a guess.
    private static final String ESTIMATED = "x-aiplat-estimated";

    private final ChatBackend dialogue;
    private final Ids ids;
    private final Clock clock;

    Translator(ChatBackend dialogue, Ids ids, Clock clock) {
        this.dialogue = dialogue;
        this.ids = ids;
        this.clock = clock;
    }

    /// What is done about a request.
    @FunctionalInterface
    interface Work {
        void run() throws AttemptFailed, IOException;
    }

    /// Does the work, and tells of what fails in the words of the client's API.
    static void told(ApiFormat surface, Work work) throws AttemptFailed, IOException {
        try {
            work.run();
        } catch (ClientDisconnected gone) {
            throw new IOException("the client has left", gone);
        } catch (CancellationException cancelled) {
            throw new IOException("the client has left", cancelled);
        } catch (ApiException refused) {
            throw new AttemptFailed(Failure.of(FailureKind.BAD_REQUEST), refused.error(), refused);
        } catch (RequestRefused refused) {
            throw new AttemptFailed(Failure.of(kind(refused)), said(ApiError.of(refused), surface), refused);
        } catch (AttemptFailed failed) {
            ApiError error = said(failed.error(), surface);
            throw error.equals(failed.error()) ? failed : new AttemptFailed(failed.failure(), error, failed);
        } catch (MemoryBudgetExceeded none) {
            throw none.refusal();
        } catch (ApplianceException failed) {
            throw new AttemptFailed(Failure.of(FailureKind.SERVER_ERROR), ApiError.of(failed), failed);
        }
    }

    private static ApiError said(ApiError error, ApiFormat surface) {
        String parameter = error.param();
        return parameter == null ? error : error.withParam(surface.parameter(parameter));
    }

    private static FailureKind kind(RequestRefused refused) {
        return switch (refused.kind()) {
            case CONTEXT_LENGTH_EXCEEDED -> FailureKind.CONTEXT_WINDOW;
            case BUSY -> FailureKind.BUSY;
            // As with any server: another deployment may have it, or a model that stands in.
            case MODEL_NOT_FOUND -> FailureKind.NO_MODEL;
            case UNSUPPORTED_PARAMETER, INVALID_PARAMETER, ENGINE_FAILED -> FailureKind.BAD_REQUEST;
        };
    }

    /// Has a backend for conversations do what a client asks for, and answers it with that.
    void translate(Attempt attempt, UpstreamSupport.Translation by) throws AttemptFailed, IOException {
        switch (by) {
            case UpstreamSupport.Written(var format) -> write(attempt, format);
            case UpstreamSupport.TokensCounted(var format) -> count(attempt, format);
            case UpstreamSupport.Embedded() -> throw new IllegalArgumentException("no conversation makes vectors");
        }
    }

    /// Has the texts written that a client asks for, and answers it with them.
    private void write(Attempt attempt, ApiFormat surface) throws AttemptFailed, IOException {
        told(surface, () -> {
            try (Responder.Hold _ = room(attempt)) {
                asked(attempt, surface);
            }
        });
    }

    /// Takes the memory that a request takes which is read field by field.
    static Responder.Hold room(Attempt attempt) throws AttemptFailed, IOException {
        ModelCall call = attempt.call();
        try {
            return attempt.responder()
                    .holding(ApiJson.cost(call.json().values(), call.body().length()));
        } catch (MalformedRequest none) {
            // The upstream has not been asked yet.
            FailureKind kind = none.status() == 413 ? FailureKind.BAD_REQUEST : FailureKind.BUSY;
            throw new AttemptFailed(Failure.of(kind), ApiError.of(none), none);
        }
    }

    /// Answers with how many tokens a conversation is.
    ///
    /// @param counted whose conversation
    private void count(Attempt attempt, TokenCountFormat counted) throws AttemptFailed, IOException {
        told(counted.surface(), () -> {
            try (Responder.Hold _ = room(attempt)) {
                count(counted, attempt);
            }
        });
    }

    private void asked(Attempt attempt, ApiFormat surface) throws AttemptFailed, IOException {
        DroppedParameters dropped = attempt.dropped();
        RequestFields body = dropped.from(ApiJson.read(attempt.call().body()));
        ParsedRequest asked = surface.read(body, reading(attempt));
        ParsedRequest question = asked.feasible(dialogue::lacking, dropped, surface);
        ResponseMetadata head = new ResponseMetadata(
                ids.next(surface.idPrefix()),
                clock.instant().getEpochSecond(),
                attempt.call().model());
        attempt.toldLeftOut(parameter -> dropped.add(surface.parameter(parameter)));
        if (question.stream()) {
            stream(question, head, dropped, attempt);
        } else {
            whole(question, head, dropped, attempt);
        }
    }

    private ReadContext reading(Attempt attempt) {
        return new ReadContext(
                attempt.chosen().model(),
                attempt.outputCap(),
                ServingOptionsSource.of(attempt.chosen().deployment()),
                dialogue.extras());
    }

    private void whole(ParsedRequest question, ResponseMetadata head, DroppedParameters dropped, Attempt attempt)
            throws AttemptFailed, IOException {
        List<CollectedText> answers = new ArrayList<>();
        UsageAccumulator tally = new UsageAccumulator(attempt);
        for (Generation generation : question.generations()) {
            CollectedText answer = new CollectedText();
            answers.add(answer);
            generate(generation, tally, answer, attempt);
        }
        if (tally.usage().estimated()) {
            attempt.responder().header(ESTIMATED, "true");
        }
        dropped.tell(attempt.responder());
        byte[] content = ApiJson.bytes(json -> question.form().whole(json, head, answers));
        attempt.responder().reply(200, ApiJson.TYPE, content);
    }

    private void stream(ParsedRequest question, ResponseMetadata head, DroppedParameters dropped, Attempt attempt)
            throws AttemptFailed, IOException {
        Responder responder = attempt.responder();
        StreamedResponse answer = new StreamedResponse(responder, question.form(), head, dropped);
        try {
            UsageAccumulator tally = new UsageAccumulator(attempt);
            for (int i = 0; i < question.generations().size(); i++) {
                int choice = i;
                generate(question.generations().get(i), tally, part -> answer.part(choice, part), attempt);
            }
            answer.end(tally.usage());
        } catch (ClientDisconnected gone) {
            throw gone;
        } catch (AttemptFailed failed) {
            fail(answer, responder, failed.error());
            throw failed;
        } catch (RuntimeException failure) {
            ApiError error = ApiError.of(failure);
            if (fail(answer, responder, error)) {
                FailureReply.log(responder.id(), error, failure);
            }
            throw failure;
        }
        responder.end();
    }

    /// Tells of a failure in the stream, where there is one already.
    private static boolean fail(StreamedResponse answer, Responder responder, ApiError error) throws IOException {
        if (!answer.hasBegun() || responder.isGone()) {
            return false;
        }
        answer.fail(error);
        responder.end();
        return true;
    }

    private void generate(Generation generation, UsageAccumulator tally, ChatSink answer, Attempt attempt)
            throws AttemptFailed, IOException {
        tally.next();
        ChatSink counted = new AnswerMemory(attempt.responder(), answer);
        dialogue.write(generation, attempt, part -> {
            tally.part(part);
            counted.accept(part);
        });
        if (!tally.isFinished()) {
            throw new ApplianceException(
                    GatewayProblems.answerCut(dialogue.name(), attempt.chosen().model()));
        }
    }

    private void count(TokenCountFormat counted, Attempt attempt) throws IOException {
        Responder responder = attempt.responder();
        DroppedParameters dropped = attempt.dropped();
        RequestFields body = dropped.from(ApiJson.read(attempt.call().body()));
        TokenCount count = dialogue.count(counted.read(body, reading(attempt)), attempt);
        attempt.firstByte();
        attempt.used(TokenUsage.NONE);
        dropped.tell(responder);
        if (!count.exact()) {
            responder.header(ESTIMATED, "true");
        }
        responder.reply(200, ApiJson.TYPE, ApiJson.bytes(json -> counted.write(json, count)));
    }
}
