package io.aiplat.gateway.guard;

import io.aiplat.gateway.api.contract.ApiException;
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
import io.aiplat.wire.MemoryAccount;
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
    private final @Nullable GuardChain confining;
    private final @Nullable GuardChain before;
    private final @Nullable GuardChain after;

    private Guards(@Nullable GuardChain confining, @Nullable GuardChain before, @Nullable GuardChain after) {
        this.confining = confining;
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
            List<Guard> confining = new ArrayList<>();
            List<Guard> others = new ArrayList<>();
            guards.forEach(guard -> (guard instanceof Guard.Confine ? confining : others).add(guard));
            return new Guards(
                    watch(Guard.Moment.BEFORE, confining),
                    watch(Guard.Moment.BEFORE, others),
                    watch(Guard.Moment.AFTER, others));
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
                case Guard.Mask mask ->
                    PatternEvaluator.of(
                            mask.name(), mask.entities(), mask.patterns(), PatternEvaluator.Action.MASK, hits);
                case Guard.Block block ->
                    PatternEvaluator.of(
                            block.name(), block.entities(), block.patterns(), PatternEvaluator.Action.BLOCK, hits);
                case Guard.Confine confine ->
                    PatternEvaluator.of(
                            confine.name(),
                            confine.entities(),
                            confine.patterns(),
                            PatternEvaluator.Action.CONFINE,
                            hits);
                case Guard.Presidio service -> new PresidioEvaluator(service.name(), service.url(), presidio, hits);
            };
        }
    }

    /// What may go on of a request, and where.
    ///
    /// @param model  as the client wrote it
    /// @param length of the body, in bytes
    /// @param memory to be asked before much of it is taken
    /// @throws ApiException if it may not go on
    public GuardedRequest asked(GuardRules rules, String model, JsonObjectView body, int length, GuardMemory memory)
            throws IOException {
        if (after != null) {
            refuseLogprobs(rules, body);
        }
        if (rules.isBlind()) {
            throw GuardMessages.blind(
                    "model", "The guards of '" + model + "' cannot listen to recordings; use a model without guards.");
        }
        if (confining == null && before == null) {
            return GuardedRequest.AS_IT_IS;
        }
        refuseTokens(rules, body);
        // What is masked afterwards is kept in the house all the same.
        String confinedBy = confinedBy(rules, body, length, memory);
        GuardChain watch = before;
        if (watch == null) {
            return new GuardedRequest(null, confinedBy);
        }
        if (!watch.takesPieces()) {
            memory.hold(PresidioClient.bytes(length));
        }
        return new GuardedRequest(TextDocument.passed(watch, body.bytes(), length, rules.asked(), memory), confinedBy);
    }

    private @Nullable String confinedBy(GuardRules rules, JsonObjectView body, int length, GuardMemory memory)
            throws IOException {
        if (confining == null) {
            return null;
        }
        try {
            TextDocument.passed(confining, body.bytes(), length, rules.asked(), memory);
            return null;
        } catch (PatternEvaluator.Confined found) {
            return found.getMessage();
        }
    }

    private static void refuseTokens(GuardRules rules, JsonObjectView body) {
        String numbered = rules.numbered();
        if (numbered != null) {
            refuseTokens(numbered, body);
        }
        for (String vectors : rules.vectors()) {
            if (body.has(vectors) && body.kind(vectors) != JsonKind.NULL) {
                throw GuardMessages.blind(vectors, "The guards of this model cannot read vectors; send text.");
            }
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
    private static void refuseLogprobs(GuardRules rules, JsonObjectView body) {
        if (rules.shows().test(body)) {
            throw GuardMessages.blind(
                    "logprobs",
                    "The guards of this model look at its answers, and probabilities of tokens would show "
                            + "what they mask; leave out what asks for them.");
        }
    }

    /// The way on which an answer is looked at.
    ///
    /// @param id     of the request, for errors in streams
    /// @param memory what is kept of a large answer is taken from here
    /// @return null if nobody looks
    public @Nullable GuardedResponse answered(GuardRules rules, String id, MemoryAccount memory) {
        return after == null || !rules.looksAfter() ? null : new GuardedResponse(after, rules, id, memory);
    }
}
