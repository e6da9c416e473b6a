package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.AnswerHead;
import io.aiplat.gateway.surface.ApiError;
import io.aiplat.gateway.surface.ApiException;
import io.aiplat.gateway.surface.Counted;
import io.aiplat.gateway.surface.Dropped;
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
import io.aiplat.models.RequestRefused;
import io.aiplat.models.TokenCount;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Stands between the API a client speaks and a dialogue in our own vocabulary. What the client asked is
/// read field by field, and what cannot be carried out is refused by name.
final class Translator {
    /// Says that token counts are a guess.
    private static final String ESTIMATED = "x-aiplat-estimated";

    private final Dialogue dialogue;
    private final Ids ids;
    private final Clock clock;

    Translator(Dialogue dialogue, Ids ids, Clock clock) {
        this.dialogue = dialogue;
        this.ids = ids;
        this.clock = clock;
    }

    /// What an operation does.
    @FunctionalInterface
    interface Work {
        void run() throws AttemptFailed, IOException;
    }

    /// Does the work, and tells of what fails in the words of the client's API.
    static void told(Surface surface, Work work) throws AttemptFailed, IOException {
        try {
            work.run();
        } catch (ClientGone gone) {
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
        } catch (NoRoom none) {
            throw none.refusal();
        } catch (ApplianceException failed) {
            throw new AttemptFailed(Failure.of(FailureKind.SERVER_ERROR), ApiError.of(failed), failed);
        }
    }

    private static ApiError said(ApiError error, Surface surface) {
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

    /// Has the texts written that a client asks for, and answers it with them.
    void write(Attempt attempt, Surface surface) throws AttemptFailed, IOException {
        told(surface, () -> {
            try (Exchange.Hold _ = room(attempt)) {
                asked(attempt, surface);
            }
        });
    }

    /// Takes the memory that a request takes which is read field by field.
    static Exchange.Hold room(Attempt attempt) throws AttemptFailed, IOException {
        ModelCall call = attempt.call();
        try {
            return attempt.exchange()
                    .holding(Json.cost(call.json().values(), call.body().length()));
        } catch (MalformedRequest none) {
            // The upstream has not been asked yet.
            FailureKind kind = none.status() == 413 ? FailureKind.BAD_REQUEST : FailureKind.BUSY;
            throw new AttemptFailed(Failure.of(kind), ApiError.of(none), none);
        }
    }

    /// Answers with how many tokens a conversation is.
    ///
    /// @param counted whose conversation
    void count(Attempt attempt, Counted counted) throws AttemptFailed, IOException {
        told(counted.surface(), () -> {
            try (Exchange.Hold _ = room(attempt)) {
                count(counted, attempt);
            }
        });
    }

    private void asked(Attempt attempt, Surface surface) throws AttemptFailed, IOException {
        Dropped dropped = attempt.dropped();
        Fields body = dropped.from(Json.read(attempt.call().body()));
        Question asked = surface.read(body, reading(attempt));
        Question question = asked.feasible(dialogue::lacking, dropped, surface);
        AnswerHead head = new AnswerHead(
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

    private Reading reading(Attempt attempt) {
        return new Reading(
                attempt.chosen().model(),
                attempt.outputCap(),
                Servings.of(attempt.chosen().deployment()),
                dialogue.extras());
    }

    private void whole(Question question, AnswerHead head, Dropped dropped, Attempt attempt)
            throws AttemptFailed, IOException {
        List<WholeAnswer> answers = new ArrayList<>();
        Tally tally = new Tally(attempt);
        for (Generation generation : question.generations()) {
            WholeAnswer answer = new WholeAnswer();
            answers.add(answer);
            generate(generation, tally, answer, attempt);
        }
        if (tally.usage().estimated()) {
            attempt.exchange().header(ESTIMATED, "true");
        }
        dropped.tell(attempt.exchange());
        byte[] content = Json.bytes(json -> question.form().whole(json, head, answers));
        attempt.exchange().reply(200, Json.TYPE, content);
    }

    private void stream(Question question, AnswerHead head, Dropped dropped, Attempt attempt)
            throws AttemptFailed, IOException {
        Exchange exchange = attempt.exchange();
        StreamedAnswer answer = new StreamedAnswer(exchange, question.form(), head, dropped);
        try {
            Tally tally = new Tally(attempt);
            for (int i = 0; i < question.generations().size(); i++) {
                int choice = i;
                generate(question.generations().get(i), tally, part -> answer.part(choice, part), attempt);
            }
            answer.end(tally.usage());
        } catch (ClientGone gone) {
            throw gone;
        } catch (AttemptFailed failed) {
            fail(answer, exchange, failed.error());
            throw failed;
        } catch (RuntimeException failure) {
            ApiError error = ApiError.of(failure);
            if (fail(answer, exchange, error)) {
                ErrorReply.log(exchange.id(), error, failure);
            }
            throw failure;
        }
        exchange.end();
    }

    /// Tells of a failure in the stream, where there is one already.
    private static boolean fail(StreamedAnswer answer, Exchange exchange, ApiError error) throws IOException {
        if (!answer.hasBegun() || exchange.isGone()) {
            return false;
        }
        answer.fail(error);
        exchange.end();
        return true;
    }

    private void generate(Generation generation, Tally tally, ChatSink answer, Attempt attempt)
            throws AttemptFailed, IOException {
        tally.next();
        ChatSink counted = new AnswerMemory(attempt.exchange(), answer);
        dialogue.write(generation, attempt, part -> {
            tally.part(part);
            counted.accept(part);
        });
        if (!tally.isFinished()) {
            throw new ApplianceException(
                    GatewayProblems.answerCut(dialogue.name(), attempt.chosen().model()));
        }
    }

    private void count(Counted counted, Attempt attempt) throws IOException {
        Exchange exchange = attempt.exchange();
        Dropped dropped = attempt.dropped();
        Fields body = dropped.from(Json.read(attempt.call().body()));
        TokenCount count = dialogue.count(counted.read(body, reading(attempt)), attempt);
        attempt.firstByte();
        attempt.used(new Usage(0, 0, 0, false));
        dropped.tell(exchange);
        if (!count.exact()) {
            exchange.header(ESTIMATED, "true");
        }
        exchange.reply(200, Json.TYPE, Json.bytes(json -> counted.write(json, count)));
    }
}
