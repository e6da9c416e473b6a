package io.aiplat.gateway.guard;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardCounter;
import io.aiplat.gateway.guard.evaluation.GuardEvaluator;
import io.aiplat.gateway.guard.evaluation.GuardMessages;
import io.aiplat.gateway.guard.evaluation.PatternEvaluator;
import io.aiplat.gateway.guard.evaluation.PresidioClient;
import io.aiplat.gateway.guard.evaluation.PresidioEvaluator;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonLeafCursor;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Guards of one route, before and after its model.
public final class Guards {
    private static final String LOGPROBS = "message.output_text.logprobs";

    private final @Nullable GuardChain before;
    private final @Nullable GuardChain after;

    private Guards(@Nullable GuardChain before, @Nullable GuardChain after) {
        this.before = before;
        this.after = after;
    }

    /// Makes the guards of plans.
    public static final class Maker {
        private final PresidioClient presidio;
        private final GuardCounter hits;

        /// @param upstreams carry questions to services
        /// @param hits      takes the name of a guard and what it did: `masked`, `blocked`, `failed`
        public Maker(Upstreams upstreams, BiConsumer<String, String> hits) {
            this.presidio = new PresidioClient(upstreams);
            this.hits = new GuardCounter(hits);
        }

        /// Those of all routes that have any, by the route's name.
        public Map<String, Guards> of(GatewayConfig plan) {
            Map<String, Guards> guards = new HashMap<>();
            for (Route route : plan.routes()) {
                if (!route.guards().isEmpty()) {
                    guards.put(route.name(), of(route, plan.guards()));
                }
            }
            return Map.copyOf(guards);
        }

        private Guards of(Route route, Map<String, Guard> all) {
            List<Guard> guards = route.guards().stream()
                    .map(name -> Objects.requireNonNull(all.get(name), name))
                    .toList();
            return new Guards(watch(Guard.Moment.BEFORE, guards), watch(Guard.Moment.AFTER, guards));
        }

        private @Nullable GuardChain watch(Guard.Moment moment, List<Guard> guards) {
            List<GuardEvaluator> watchers = new ArrayList<>();
            for (Guard guard : guards) {
                if (guard.when().contains(moment)) {
                    watchers.add(watcher(guard));
                }
            }
            return watchers.isEmpty() ? null : new GuardChain(moment, watchers);
        }

        private GuardEvaluator watcher(Guard guard) {
            return switch (guard) {
                case Guard.Mask mask -> PatternEvaluator.of(mask.name(), mask.entities(), mask.patterns(), false, hits);
                case Guard.Block block ->
                    PatternEvaluator.of(block.name(), block.entities(), block.patterns(), true, hits);
                case Guard.Presidio service -> new PresidioEvaluator(service.name(), service.url(), presidio, hits);
            };
        }
    }

    /// A request as it may go on.
    ///
    /// @param model  as the client wrote it
    /// @param length of the body, in bytes
    /// @param memory to be asked before much of it is taken
    /// @return its new body; null if nothing is changed
    /// @throws ApiException if it may not go on
    public byte @Nullable [] asked(
            EndpointLabel surface, String model, JsonObjectView body, int length, GuardMemory memory)
            throws IOException {
        if (after != null) {
            refuseLogprobs(surface, body);
        }
        if (surface == EndpointLabel.TRANSCRIPTIONS) {
            throw GuardMessages.blind(
                    "model", "The guards of '" + model + "' cannot listen to recordings; use a model without guards.");
        }
        GuardChain watch = before;
        if (watch == null) {
            return null;
        }
        refuseTokens(surface, body);
        if (!watch.takesPieces()) {
            memory.hold(PresidioClient.bytes(length));
        }
        return TextDocument.passed(watch, body.bytes(), length, FieldTable.of(surface), memory);
    }

    private static void refuseTokens(EndpointLabel surface, JsonObjectView body) {
        switch (surface) {
            case COMPLETIONS -> {
                refuseTokens("prompt", body);
                if (body.has("prompt_embeds") && body.kind("prompt_embeds") != JsonKind.NULL) {
                    throw GuardMessages.blind(
                            "prompt_embeds", "The guards of this model cannot read vectors; send text.");
                }
            }
            case EMBEDDINGS -> refuseTokens("input", body);
            case CHAT,
                    RESPONSES,
                    INPUT_TOKENS,
                    COMPACT,
                    STORED,
                    MESSAGES,
                    COUNT_TOKENS,
                    RERANK,
                    TRANSCRIPTIONS,
                    MODELS,
                    UNKNOWN -> {}
        }
    }

    private static void refuseTokens(String name, JsonObjectView body) {
        if (!body.has(name)) {
            return;
        }
        JsonLeafCursor leaves = JsonLeafCursor.of(body.bytes(), body.valueBegin(name), body.valueEnd(name));
        while (leaves.next()) {
            if (leaves.kind() == JsonKind.NUMBER) {
                throw GuardMessages.blind(
                        name, "The guards of this model cannot read token numbers in '" + name + "'; send text.");
            }
        }
    }

    /// Tokens with their probabilities would show what is masked in the text.
    private static void refuseLogprobs(EndpointLabel surface, JsonObjectView body) {
        boolean wanted = switch (surface) {
            case CHAT -> body.flag("logprobs");
            case COMPLETIONS -> body.kind("logprobs") == JsonKind.NUMBER || body.flag("logprobs");
            case RESPONSES -> includes(body) || body.integer("top_logprobs").orElse(0) > 0;
            case EMBEDDINGS,
                    INPUT_TOKENS,
                    COMPACT,
                    STORED,
                    MESSAGES,
                    COUNT_TOKENS,
                    RERANK,
                    TRANSCRIPTIONS,
                    MODELS,
                    UNKNOWN -> false;
        };
        if (wanted) {
            throw GuardMessages.blind(
                    "logprobs",
                    "The guards of this model look at its answers, and probabilities of tokens would show "
                            + "what they mask; leave out what asks for them.");
        }
    }

    private static boolean includes(JsonObjectView body) {
        JsonElementCursor wanted = body.elements("include");
        while (wanted.next()) {
            if (LOGPROBS.equals(wanted.text())) {
                return true;
            }
        }
        return false;
    }

    /// The way on which an answer is looked at.
    ///
    /// @param id     of the request, for errors in streams
    /// @param memory what is kept of a large answer is taken from here
    /// @return null if nobody looks
    public @Nullable GuardedResponse answered(EndpointLabel surface, String id, MemoryAccount memory) {
        GuardChain watch = after;
        return switch (surface) {
            case CHAT, COMPLETIONS, RESPONSES, COMPACT, MESSAGES, RERANK ->
                watch == null ? null : new GuardedResponse(watch, surface, id, memory);
            case EMBEDDINGS, INPUT_TOKENS, STORED, COUNT_TOKENS, TRANSCRIPTIONS, MODELS, UNKNOWN -> null;
        };
    }
}
