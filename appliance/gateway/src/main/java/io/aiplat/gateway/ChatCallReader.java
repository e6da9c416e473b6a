package io.aiplat.gateway;

import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Sampling;
import io.aiplat.models.Serving;
import io.aiplat.models.Tools;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the body of a chat completion into a [ChatCall], or refuses it naming the field at fault.
final class ChatCallReader {
    private static final int MOST_STOPS = 4;

    private ChatCallReader() {}

    /// Reads it.
    ///
    /// @param model as the engine knows it
    /// @param cap   most tokens of the answer, where the client did not set fewer; 0 for none
    static ChatCall read(Fields body, String model, long cap) {
        ChatParameters.check(body);
        List<ChatMessage> messages = MessageReader.read(body);
        Tools tools = ToolReader.read(body);
        boolean stream = body.flag("stream");
        ChatRequest request =
                new ChatRequest(model, messages, sampling(body, cap), tools, format(body), null, Serving.USUAL);
        return new ChatCall(request, stream, includeUsage(body, stream));
    }

    private static Sampling sampling(Fields body, long cap) {
        return new Sampling(
                bounded(maxTokens(body), cap),
                body.number("temperature", t -> t >= 0 && t <= 2, "from 0 to 2"),
                body.number("top_p", p -> p > 0 && p <= 1, "above 0 and at most 1"),
                null,
                body.integer("seed", _ -> true, "a whole number of 64 bits"),
                stops(body),
                body.number("frequency_penalty", ChatCallReader::isPenalty, "from -2 to 2"),
                body.number("presence_penalty", ChatCallReader::isPenalty, "from -2 to 2"),
                null);
    }

    private static boolean isPenalty(double value) {
        return value >= -2 && value <= 2;
    }

    /// Both names mean the same since OpenAI renamed it; two different values would need a guess.
    private static @Nullable Integer maxTokens(Fields body) {
        Long older = tokens(body, "max_tokens");
        Long newer = tokens(body, "max_completion_tokens");
        if (older != null && newer != null && !older.equals(newer)) {
            throw body.invalid("max_tokens", "must not differ from max_completion_tokens");
        }
        Long tokens = newer == null ? older : newer;
        return tokens == null ? null : Math.toIntExact(tokens);
    }

    private static @Nullable Integer bounded(@Nullable Integer wanted, long cap) {
        int most = (int) Math.min(cap, Integer.MAX_VALUE);
        return most == 0 || (wanted != null && wanted < most) ? wanted : Integer.valueOf(most);
    }

    private static @Nullable Long tokens(Fields body, String name) {
        return body.integer(name, n -> n >= 1 && n <= Integer.MAX_VALUE, "from 1 to " + Integer.MAX_VALUE);
    }

    private static List<String> stops(Fields body) {
        List<String> stops = body.texts("stop");
        if (stops.size() > MOST_STOPS) {
            throw body.invalid("stop", "must have at most " + MOST_STOPS + " texts");
        }
        if (stops.contains("")) {
            throw body.invalid("stop", "must not contain an empty text");
        }
        return stops;
    }

    private static boolean includeUsage(Fields body, boolean stream) {
        Fields options = body.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw body.invalid("stream_options", "is only allowed when 'stream' is true");
        }
        for (var option : options.present()) {
            switch (option.getKey()) {
                case "include_usage" -> {}
                case "include_obfuscation" -> refuseObfuscation(options);
                default -> throw options.unknown(option.getKey());
            }
        }
        return options.flag("include_usage");
    }

    private static void refuseObfuscation(Fields options) {
        if (options.flag("include_obfuscation")) {
            throw options.unsupported("include_obfuscation", "Leave it out.");
        }
    }

    private static AnswerFormat format(Fields body) {
        Fields format = body.object("response_format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        String type = format.requiredText("type");
        format.only("json_schema".equals(type) ? Set.of("type", "json_schema") : Set.of("type"));
        return switch (type) {
            case "text" -> new AnswerFormat.Text();
            case "json_object" -> new AnswerFormat.Json();
            case "json_schema" -> schema(format.requiredObject("json_schema"));
            default -> throw format.invalid("type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }

    /// `strict` needs no mapping: a schema always binds here.
    private static AnswerFormat schema(Fields wanted) {
        wanted.only(Set.of("name", "description", "schema", "strict"));
        wanted.requiredText("name");
        wanted.flag("strict");
        return new AnswerFormat.JsonSchema(wanted.requiredObject("schema").toJson());
    }
}
