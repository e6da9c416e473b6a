package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.SamplingOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the fields about drawing tokens that several APIs have in common.
public final class SamplingReader {
    private static final int UNSAID = -1;
    private static final int MOST_STOPS = 16;

    /// What [#more] reads, each with its name in engines.
    static final Map<String, String> MORE = Map.of(
            "min_p", "min_p",
            "typical_p", "typical_p",
            "repeat_penalty", "repeat_penalty",
            "repetition_penalty", "repeat_penalty",
            "repeat_last_n", "repeat_last_n");

    private SamplingReader() {}

    /// As OpenAI's two older APIs have it.
    public static SamplingOptions ofCompletions(
            RequestFields body, @Nullable Integer maxTokens, @Nullable Integer alternatives) {
        return new SamplingOptions(
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

    /// The temperature that is asked for; null for the model's own.
    ///
    /// @param most of the API: 1 or 2
    public static @Nullable Double temperature(RequestFields body, int most) {
        return body.number("temperature", t -> t >= 0 && t <= most, "from 0 to " + most);
    }

    /// The field `top_p`, from 0 to 1; null where it is not said.
    public static @Nullable Double topP(RequestFields body) {
        return body.number("top_p", p -> p >= 0 && p <= 1, "from 0 to 1");
    }

    /// The field `top_k`, from 1; null where it is not said, which 0 and -1 mean, too.
    public static @Nullable Integer topK(RequestFields body) {
        return said(whole(body, "top_k", UNSAID, Integer.MAX_VALUE));
    }

    static @Nullable Long seed(RequestFields body) {
        Long seed = body.integer("seed", _ -> true, "a whole number of 64 bits");
        // llama.cpp and what is built on it draw one for it.
        return seed == null || seed == UNSAID ? null : seed;
    }

    /// A penalty, from -2 to 2; null where it is not said.
    public static @Nullable Double penalty(RequestFields body, String name) {
        return body.number(name, p -> p >= -2 && p <= 2, "from -2 to 2");
    }

    /// A number of tokens, from 1; null where it is not said, which 0 and -1 mean, too.
    public static @Nullable Integer tokens(RequestFields body, String name) {
        return said(whole(body, name, UNSAID, Integer.MAX_VALUE));
    }

    /// 0 and -1 are what other servers take for a number that is not said, and clients send them to everybody.
    private static @Nullable Integer said(@Nullable Integer number) {
        return number == null || number < 1 ? null : number;
    }

    /// A whole number within two others.
    public static @Nullable Integer whole(RequestFields body, String name, int least, int most) {
        Long number = body.integer(name, n -> n >= least && n <= most, "from " + least + " to " + most);
        return number == null ? null : Math.toIntExact(number);
    }

    /// How many texts are wanted for each prompt.
    public static int choices(RequestFields body) {
        Integer n = whole(body, "n", 0, ParsedRequest.MOST_CHOICES);
        return n == null || n == 0 ? 1 : n;
    }

    /// Texts that end the answer.
    public static List<String> stops(RequestFields body, String name) {
        List<String> stops =
                body.texts(name).stream().filter(stop -> !stop.isEmpty()).toList();
        if (stops.size() > MOST_STOPS) {
            throw body.invalid(name, "must have at most " + MOST_STOPS + " texts");
        }
        return stops;
    }

    /// What engines draw by beyond the API, by the names that clients of vLLM, llama.cpp and Ollama have for it.
    /// Where it has no use it is left out and named.
    public static Map<String, Double> more(RequestFields body, ReadContext reading) {
        Map<String, Double> more = new TreeMap<>();
        MORE.forEach((name, engines) -> {
            if (!body.has(name)) {
                return;
            }
            if (reading.can(BackendFeature.MORE_SAMPLING)) {
                double least = name.equals("repeat_last_n") ? UNSAID : 0;
                Double value = body.number(name, number -> number >= least, "a number from " + (int) least);
                if (value != null) {
                    more.put(engines, value);
                }
            } else {
                body.leaveOut(name);
            }
        });
        return more;
    }

    /// Whether a stream ends with the token counts.
    public static boolean includesUsage(RequestFields body, boolean stream) {
        RequestFields options = body.object("stream_options");
        if (options == null) {
            return false;
        }
        options.only(Set.of("include_usage", "include_obfuscation"));
        refuseObfuscation(options);
        return stream && options.flag("include_usage");
    }

    /// Padding that hides how long tokens are.
    static void refuseObfuscation(RequestFields options) {
        if (options.flag("include_obfuscation")) {
            options.leaveOut("include_obfuscation");
        }
    }
}
