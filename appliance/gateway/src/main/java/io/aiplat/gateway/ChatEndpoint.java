package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.model.ApplianceException;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ModelEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;

/// `POST /v1/chat/completions`.
final class ChatEndpoint {
    private final ModelEngine engine;
    private final Ids ids;
    private final Clock clock;

    ChatEndpoint(ModelEngine engine, Ids ids, Clock clock) {
        this.engine = engine;
        this.ids = ids;
        this.clock = clock;
    }

    void handle(Exchange exchange) throws IOException {
        ChatCall call = ChatCallReader.read(Json.read(exchange.body()));
        AnswerHead head = new AnswerHead(
                ids.next("chatcmpl-"),
                clock.instant().getEpochSecond(),
                call.request().model());
        if (call.stream()) {
            stream(call, head, exchange);
        } else {
            whole(call.request(), head, exchange);
        }
    }

    private void whole(ChatRequest request, AnswerHead head, Exchange exchange) throws IOException {
        WholeAnswer answer = new WholeAnswer();
        try (Leaving _ = Leaving.interrupts(exchange)) {
            engine.chat(request, answer);
        }
        if (!answer.isFinished()) {
            throw cutOff(request);
        }
        exchange.reply(200, Json.TYPE, Json.bytes(json -> answer.writeTo(json, head)));
    }

    private void stream(ChatCall call, AnswerHead head, Exchange exchange) throws IOException {
        StreamedAnswer answer = new StreamedAnswer(head, call.includeUsage(), () -> begin(exchange));
        try (Leaving _ = Leaving.interrupts(exchange)) {
            engine.chat(call.request(), answer);
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
        }
        exchange.end();
    }

    private static OutputStream begin(Exchange exchange) {
        exchange.header("content-type", "text/event-stream");
        exchange.header("cache-control", "no-cache");
        // Asks proxies in between not to collect events.
        exchange.header("x-accel-buffering", "no");
        exchange.begin(200);
        return new Parts(exchange);
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

    private ApplianceException cutOff(ChatRequest request) {
        return new ApplianceException(GatewayProblems.answerCut(engine.name(), request.model()));
    }
}
