package io.aiplat.gateway;

import io.aiplat.model.ApplianceException;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ModelEngine;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.OutputStream;
import java.time.Clock;

/// `POST /v1/chat/completions`.
final class ChatEndpoint implements Handler {
    private final ModelEngine engine;
    private final Ids ids;
    private final Clock clock;

    ChatEndpoint(ModelEngine engine, Ids ids, Clock clock) {
        this.engine = engine;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        ChatCall call = ChatCallReader.read(Json.read(request.content().inputStream()));
        AnswerHead head = new AnswerHead(
                ids.next("chatcmpl-"),
                clock.instant().getEpochSecond(),
                call.request().model());
        if (call.stream()) {
            stream(call, head, response);
        } else {
            whole(call.request(), head, response);
        }
    }

    private void whole(ChatRequest request, AnswerHead head, ServerResponse response) {
        WholeAnswer answer = new WholeAnswer();
        engine.chat(request, answer);
        if (!answer.isFinished()) {
            throw cutOff(request);
        }
        response.header(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_JSON_VALUE);
        response.send(Json.bytes(json -> answer.writeTo(json, head)));
    }

    private void stream(ChatCall call, AnswerHead head, ServerResponse response) {
        StreamedAnswer answer = new StreamedAnswer(head, call.includeUsage(), () -> begin(response));
        try {
            engine.chat(call.request(), answer);
            if (!answer.isFinished()) {
                throw cutOff(call.request());
            }
        } catch (ClientGone gone) {
            throw gone;
        } catch (RuntimeException failure) {
            if (!answer.hasBegun()) {
                throw failure;
            }
            ApiError error = ApiError.of(failure);
            ErrorReply.log(response, error, failure);
            answer.fail(error);
        }
    }

    private static OutputStream begin(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, MediaTypes.TEXT_EVENT_STREAM_VALUE);
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        // Asks proxies in between not to collect events.
        response.header(HeaderNames.create("x-accel-buffering"), "no");
        return response.outputStream();
    }

    private ApplianceException cutOff(ChatRequest request) {
        return new ApplianceException(GatewayProblems.answerCut(engine.name(), request.model()));
    }
}
