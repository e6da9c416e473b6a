package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatSink;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends each part of an answer as it comes, as one server-sent event and one write to the socket.
///
/// The response begins with the first part and not before, so that what fails earlier still has its own
/// status. The generator's buffer is the only one, used again for each event.
final class StreamedAnswer implements ChatSink {
    private final AnswerHead head;
    private final boolean includeUsage;
    private final Supplier<OutputStream> response;
    private @Nullable JsonGenerator out;
    private int calls;
    private boolean finished;

    /// Streams.
    ///
    /// @param response begins the response; called at most once
    StreamedAnswer(AnswerHead head, boolean includeUsage, Supplier<OutputStream> response) {
        this.head = head;
        this.includeUsage = includeUsage;
        this.response = response;
    }

    /// Sends a part.
    ///
    /// @throws ClientGone if nobody is there to take it, which ends the generation
    @Override
    public void accept(ChatPart part) {
        if (part instanceof ChatPart.Reasoning) {
            return;
        }
        toClient(() -> {
            JsonGenerator json = begun();
            switch (part) {
                case ChatPart.Text more -> delta(json, () -> json.writeStringField("content", more.text()));
                case ChatPart.Reasoning _ -> {}
                case ChatPart.Call call -> delta(json, () -> call(json, call));
                case ChatPart.Finished end -> end(json, end);
            }
            json.flush();
        });
    }

    /// Whether the client has seen anything, so that the status can no longer change.
    boolean hasBegun() {
        return out != null;
    }

    /// Whether the last part came.
    boolean isFinished() {
        return finished;
    }

    /// Tells of a failure after the first part. What follows is the end of the response, without `[DONE]`.
    void fail(ApiError error) {
        toClient(() -> {
            JsonGenerator json = begun();
            json.writeRaw("data: ");
            ErrorReply.write(json, error);
            json.writeRaw("\n\n");
            json.flush();
        });
    }

    private JsonGenerator begun() throws IOException {
        JsonGenerator json = out;
        return json == null ? begin() : json;
    }

    private JsonGenerator begin() throws IOException {
        JsonGenerator json = Json.writer(response.get());
        out = json;
        delta(json, () -> role(json));
        return json;
    }

    private static void role(JsonGenerator json) throws IOException {
        json.writeStringField("role", "assistant");
        json.writeStringField("content", "");
    }

    private void delta(JsonGenerator json, Fragment content) throws IOException {
        event(json, () -> choice(json, content, null));
    }

    private void call(JsonGenerator json, ChatPart.Call part) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        json.writeStartObject();
        json.writeNumberField("index", calls++);
        ChatJson.call(json, part.call());
        json.writeEndObject();
        json.writeEndArray();
    }

    private void end(JsonGenerator json, ChatPart.Finished end) throws IOException {
        finished = true;
        event(json, () -> choice(json, () -> {}, ChatJson.word(end.reason())));
        if (includeUsage) {
            json.writeRaw("data: ");
            head.writeTo(json, "chat.completion.chunk");
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            ChatJson.usage(json, end);
            json.writeEndObject();
            json.writeRaw("\n\n");
        }
        json.writeRaw("data: [DONE]\n\n");
    }

    private void event(JsonGenerator json, Fragment choice) throws IOException {
        json.writeRaw("data: ");
        head.writeTo(json, "chat.completion.chunk");
        json.writeArrayFieldStart("choices");
        choice.write();
        json.writeEndArray();
        if (includeUsage) {
            json.writeNullField("usage");
        }
        json.writeEndObject();
        json.writeRaw("\n\n");
    }

    private static void choice(JsonGenerator json, Fragment delta, @Nullable String reason) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
        delta.write();
        json.writeEndObject();
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", reason);
        json.writeEndObject();
    }

    private static void toClient(Fragment fragment) {
        try {
            fragment.write();
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
            throw new ClientGone(e);
        }
    }

    /// Writes a piece of JSON.
    @FunctionalInterface
    private interface Fragment {
        void write() throws IOException;
    }
}
