package io.aiplat.gateway.guard;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.wire.sse.SseWriter;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Event format of an API's streams: which texts in an event go on in other events, when they end, and how a guard
/// says that nothing follows.
public interface EventFormat {
    /// No texts that go on.
    EventFormat NONE = (_, _) -> false;

    /// OpenAI's chat completions.
    EventFormat CHAT = choices("choices/[0-9]+/delta/.*");

    /// OpenAI's completions.
    EventFormat COMPLETIONS = choices("choices/[0-9]+/text");

    /// OpenAI's responses.
    EventFormat RESPONSES = new OfResponses();

    /// Anthropic's messages.
    EventFormat MESSAGES = new OfMessages();

    /// Whether a text is a piece of a longer one.
    ///
    /// @param path of the text: `choices/0/delta/content`
    /// @param type of the event; empty if it has none
    boolean isDelta(String path, String type);

    /// By what a text is known over all events; null where its path says it, with the indexes that its choices have of
    /// their own.
    ///
    /// @param words gives the word at another path of the event; empty for none
    default @Nullable String channel(String path, UnaryOperator<String> words) {
        return null;
    }

    /// The member that numbers what an event is about; null where events have no types.
    default @Nullable String index() {
        return null;
    }

    /// Whether texts end with an event: those of its [#index()], or all where it has none.
    ///
    /// @param type of the event
    default boolean ends(String type) {
        return false;
    }

    /// Says why nothing follows, as an event.
    ///
    /// @param id     of the request
    /// @param number of the event, where those have one
    default void refuse(SseWriter writer, ApiError error, String id, long number) {
        writer.data(ErrorFormat.OPENAI.json(error, id));
    }

    private static EventFormat choices(String delta) {
        Pattern pattern = Pattern.compile(delta);
        return (path, _) -> pattern.matcher(path).matches();
    }

    /// A number as texts are known by it; -1 for none.
    private static long number(UnaryOperator<String> words, String path) {
        return EventTexts.number(words.apply(path));
    }

    /// Events with types, each about an item of the output.
    final class OfResponses implements EventFormat {
        private static final Pattern END = Pattern.compile("error|.*[.](?:done|completed|failed|incomplete)");

        private OfResponses() {}

        @Override
        public boolean isDelta(String path, String type) {
            return path.equals("delta") && type.endsWith(".delta");
        }

        @Override
        public String channel(String path, UnaryOperator<String> words) {
            return number(words, "output_index") + "/" + words.apply("type") + "/" + number(words, "content_index")
                    + "/" + number(words, "summary_index");
        }

        @Override
        public String index() {
            return "output_index";
        }

        @Override
        public boolean ends(String type) {
            return END.matcher(type).matches();
        }

        @Override
        public void refuse(SseWriter writer, ApiError error, String id, long number) {
            writer.event("error", ApiJson.bytes(json -> {
                json.writeStartObject();
                json.writeStringField("type", "error");
                json.writeStringField("code", error.code());
                json.writeStringField("message", error.message());
                json.writeNullField("param");
                json.writeNumberField("sequence_number", number);
                json.writeEndObject();
            }));
        }
    }

    /// Events with types, each about a block of the content.
    final class OfMessages implements EventFormat {
        private static final Set<String> ENDS = Set.of("content_block_stop", "message_delta", "message_stop", "error");

        private OfMessages() {}

        @Override
        public boolean isDelta(String path, String type) {
            return path.startsWith("delta/") && type.equals("content_block_delta");
        }

        @Override
        public String channel(String path, UnaryOperator<String> words) {
            return number(words, "index") + "/" + path;
        }

        @Override
        public String index() {
            return "index";
        }

        @Override
        public boolean ends(String type) {
            return ENDS.contains(type);
        }

        @Override
        public void refuse(SseWriter writer, ApiError error, String id, long number) {
            writer.event("error", ErrorFormat.ANTHROPIC.json(error, id));
        }
    }
}
