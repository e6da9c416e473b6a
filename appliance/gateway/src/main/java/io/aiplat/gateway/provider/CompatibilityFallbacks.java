package io.aiplat.gateway.provider;

import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.routing.balancing.FailureKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Graceful degradation: what servers of one API differ in, and a conversation can do without. One that refuses it
/// is asked once more without, and remembered, for a client repeats its history with each request and would be
/// refused for ever. Servers that want it (DeepSeek and Kimi want thoughts back with the calls of tools) have it.
final class CompatibilityFallbacks {
    /// What can be done without.
    enum Kind {
        /// Thoughts of earlier turns. Groq's and Mistral's servers refuse fields of messages that they do not know.
        THOUGHTS("reasoning_content"),
        /// A degree of thinking, where it is a hint. Models that do not think are refused with it.
        EFFORT("reasoning_effort"),
        /// System turns where they stand. Templates of Qwen's and Mistral's models take one, at the beginning.
        LATE_SYSTEM("");

        /// As OpenAI's chat calls it; empty where nothing is lost.
        private final String parameter;

        Kind(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }

    /// OpenAI's, Groq's and DeepSeek's words for it.
    private static final Pattern MOST_OF_ANSWER = Pattern.compile(
            "max_(?:completion_|output_)?tokens.*?(?:at most |less than or equal to |\\[1, ?)`?(\\d{1,9})");

    /// Those of vLLM, old and new, and of TGI.
    private static final Pattern CONTEXT =
            Pattern.compile("(?:context length is |max_new_tokens`? must be <= )(?:only )?(\\d{1,9})");

    private static final Pattern PROMPT =
            Pattern.compile("(\\d{1,9}) (?:in the messages|input tokens|`?inputs`? tokens)");

    /// With less room than that, in tokens, a prompt is too long, whatever the answer is to be.
    private static final int LEAST_ANSWER = 1024;

    /// Models of one server that are remembered.
    private static final int MOST = 256;

    /// A server may be another one after a while.
    private static final long FORGOTTEN_NANOS = TimeUnit.HOURS.toNanos(1);

    /// What was conceded to models, by their names there; the latest at the end.
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(Set<Kind> kinds, long since) {}

    /// What is conceded to a model from the start.
    Set<Kind> of(String model) {
        synchronized (known) {
            Known now = known.get(model);
            if (now == null) {
                return Set.of();
            }
            if (System.nanoTime() - now.since > FORGOTTEN_NANOS) {
                known.remove(model);
                return Set.of();
            }
            return now.kinds;
        }
    }

    /// What of a request its server refuses, and can be done without; remembered.
    ///
    /// @param hint whether how much to think is no more than a hint
    /// @return null for nothing
    @Nullable
    Kind refused(ChatRequest request, boolean hint, AttemptFailed failed) {
        Kind kind = kind(request, hint, failed);
        if (kind != null) {
            remember(request.model(), kind);
        }
        return kind;
    }

    private static @Nullable Kind kind(ChatRequest request, boolean hint, AttemptFailed failed) {
        FailureKind failure = failed.failure().kind();
        String said = (failed.error().param() + " " + failed.error().message()).toLowerCase(Locale.ROOT);
        // llama.cpp calls what a template refuses an error of its own.
        if ((failure == FailureKind.BAD_REQUEST || failure == FailureKind.SERVER_ERROR)
                && refusesSystem(said)
                && hasLateSystem(request)) {
            return Kind.LATE_SYSTEM;
        }
        if (failure != FailureKind.BAD_REQUEST) {
            return null;
        }
        boolean wantsMore = said.contains("missing") || said.contains("must be passed") || said.contains("required");
        if (said.contains("reasoning_content") && !wantsMore && hasThoughts(request)) {
            return Kind.THOUGHTS;
        }
        ReasoningEffort reasoning = request.reasoning();
        boolean degree = hint && reasoning != null && reasoning.isDegree();
        return degree && (said.contains("reasoning_effort") || said.contains("reasoning effort")) ? Kind.EFFORT : null;
    }

    /// The request with as long an answer as there is room for, where the server refuses a longer one. Anthropic's
    /// clients always say how long it may be, and say much; their own server gives what there is.
    ///
    /// @return null where it refuses something else, or does not say how much it takes
    static @Nullable ChatRequest shorter(ChatRequest request, AttemptFailed failed) {
        Integer asked = request.sampling().maxTokens();
        FailureKind failure = failed.failure().kind();
        boolean told = failure == FailureKind.BAD_REQUEST || failure == FailureKind.CONTEXT_WINDOW;
        if (asked == null || !told) {
            return null;
        }
        long room = room(failed.error().message());
        return room >= LEAST_ANSWER && room < asked
                ? request.withSampling(request.sampling().withMaxTokens((int) room))
                : null;
    }

    /// Tokens of an answer that a server takes, by its own words; 0 where it does not say.
    private static long room(String said) {
        Matcher most = MOST_OF_ANSWER.matcher(said);
        if (most.find()) {
            return Long.parseLong(most.group(1));
        }
        Matcher context = CONTEXT.matcher(said);
        Matcher prompt = PROMPT.matcher(said);
        return context.find() && prompt.find() ? Long.parseLong(context.group(1)) - Long.parseLong(prompt.group(1)) : 0;
    }

    private static boolean refusesSystem(String said) {
        return said.contains("roles must alternate")
                || (said.contains("system") && (said.contains("beginning") || said.contains("first")));
    }

    private static boolean hasThoughts(ChatRequest request) {
        return request.messages().stream()
                .anyMatch(message -> !message.thoughts().isEmpty());
    }

    private static boolean hasLateSystem(ChatRequest request) {
        return request.messages().stream()
                .skip(1)
                .anyMatch(message -> message.role().equals("system"));
    }

    private void remember(String model, Kind kind) {
        synchronized (known) {
            Known before = known.remove(model);
            Set<Kind> all = EnumSet.of(kind);
            if (before != null) {
                all.addAll(before.kinds);
            }
            known.put(model, new Known(all, System.nanoTime()));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    /// The request without it; itself where it has none.
    static ChatRequest without(ChatRequest request, Kind kind, boolean hint) {
        return switch (kind) {
            case THOUGHTS ->
                hasThoughts(request)
                        ? request.withMessages(request.messages().stream()
                                .map(message -> message.withThoughts(List.of()))
                                .toList())
                        : request;
            case EFFORT -> hint ? request.withReasoning(null) : request;
            case LATE_SYSTEM -> hasLateSystem(request) ? request.withMessages(systemFirst(request)) : request;
        };
    }

    private static List<ChatMessage> systemFirst(ChatRequest request) {
        List<String> system = new ArrayList<>();
        List<ChatMessage> all = new ArrayList<>();
        for (ChatMessage message : request.messages()) {
            if (message.role().equals("system")) {
                system.add(message.content());
            } else {
                all.add(message);
            }
        }
        all.addFirst(ChatMessage.text("system", String.join("\n\n", system)));
        return all;
    }
}
