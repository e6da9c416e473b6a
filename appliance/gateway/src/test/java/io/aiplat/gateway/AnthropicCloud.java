package io.aiplat.gateway;

import io.aiplat.gateway.Misbehaving.Reply;
import java.util.stream.Stream;

/// What Anthropic's cloud answers, for a [Misbehaving] to say: its events and errors as they are described,
/// with 30 tokens of prompt, 20 of them from its cache, and 15 of answer.
final class AnthropicCloud {
    static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                    + "\"content\":[],\"model\":\"private\",\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
                    + "{\"input_tokens\":6,\"cache_creation_input_tokens\":4,\"cache_read_input_tokens\":20,"
                    + "\"output_tokens\":1}}}";
    static final String PING = "{\"type\": \"ping\"}";
    static final String BEGIN =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + "{\"type\":\"text\",\"text\":\"\"}}";
    static final String END = "{\"type\":\"content_block_stop\",\"index\":0}";
    static final String STOP = "{\"type\":\"message_stop\"}";
    static final String WHOLE = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"private\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
            + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":6,\"cache_creation_input_tokens\":4,"
            + "\"cache_read_input_tokens\":20,\"output_tokens\":15}}";

    private AnthropicCloud() {}

    /// More text.
    static String text(String more) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + more
                + "\"}}";
    }

    /// Why it stops.
    static String why(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":15}}";
    }

    /// A whole answer of these texts.
    static Reply says(String... texts) {
        return stream(Stream.of(
                        Stream.of(START, PING, BEGIN),
                        Stream.of(texts).map(AnthropicCloud::text),
                        Stream.of(END, why("end_turn"), STOP))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    /// A stream of these events, each with its name.
    static Reply stream(String... events) {
        return Reply.chunks(Stream.of(events).map(AnthropicCloud::event).toArray(String[]::new));
    }

    static String event(String data) {
        return "event: " + data.replaceFirst(".*?\"type\": ?\"([a-z_]+)\".*", "$1") + "\ndata: " + data + "\n\n";
    }

    static Reply error(int status, String type, String message, String... headers) {
        return Reply.status(status, error(type, message), headers);
    }

    static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
    }
}
