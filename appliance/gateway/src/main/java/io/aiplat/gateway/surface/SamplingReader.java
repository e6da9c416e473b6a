package io.aiplat.gateway.surface;

import io.aiplat.models.Sampling;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the fields about drawing tokens that several APIs have in common.
final class SamplingReader {
    private static final int MOST_STOPS = 4;

    private SamplingReader() {}

    /// As OpenAI's two older APIs have it.
    static Sampling ofCompletions(Fields body, @Nullable Integer maxTokens, @Nullable Integer alternatives) {
        return new Sampling(
                maxTokens,
                temperature(body, 2),
                topP(body),
                topK(body),
                seed(body),
                stops(body, "stop"),
                penalty(body, "frequency_penalty"),
                penalty(body, "presence_penalty"),
                alternatives);
    }

    /// @param most of the API: 1 or 2
    static @Nullable Double temperature(Fields body, int most) {
        return body.number("temperature", t -> t >= 0 && t <= most, "from 0 to " + most);
    }

    static @Nullable Double topP(Fields body) {
        return body.number("top_p", p -> p > 0 && p <= 1, "above 0 and at most 1");
    }

    static @Nullable Integer topK(Fields body) {
        return whole(body, "top_k", 1, Integer.MAX_VALUE);
    }

    static @Nullable Long seed(Fields body) {
        return body.integer("seed", _ -> true, "a whole number of 64 bits");
    }

    static @Nullable Double penalty(Fields body, String name) {
        return body.number(name, p -> p >= -2 && p <= 2, "from -2 to 2");
    }

    static @Nullable Integer tokens(Fields body, String name) {
        return whole(body, name, 1, Integer.MAX_VALUE);
    }

    /// A whole number within two others.
    static @Nullable Integer whole(Fields body, String name, int least, int most) {
        Long number = body.integer(name, n -> n >= least && n <= most, "from " + least + " to " + most);
        return number == null ? null : Math.toIntExact(number);
    }

    /// How many texts are wanted for each prompt.
    static int choices(Fields body) {
        Integer n = whole(body, "n", 1, Question.MOST_CHOICES);
        return n == null ? 1 : n;
    }

    /// Texts that end the answer.
    static List<String> stops(Fields body, String name) {
        List<String> stops = body.texts(name);
        if (stops.size() > MOST_STOPS) {
            throw body.invalid(name, "must have at most " + MOST_STOPS + " texts");
        }
        if (stops.contains("")) {
            throw body.invalid(name, "must not contain an empty text");
        }
        return stops;
    }

    /// Whether a stream ends with the token counts.
    static boolean includesUsage(Fields body, boolean stream) {
        Fields options = body.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw body.invalid("stream_options", "is only allowed when 'stream' is true");
        }
        options.only(Set.of("include_usage", "include_obfuscation"));
        refuseObfuscation(options);
        return options.flag("include_usage");
    }

    /// Padding that hides how long tokens are.
    static void refuseObfuscation(Fields options) {
        if (options.flag("include_obfuscation")) {
            options.cannot("include_obfuscation", "Leave it out.");
        }
    }
}
