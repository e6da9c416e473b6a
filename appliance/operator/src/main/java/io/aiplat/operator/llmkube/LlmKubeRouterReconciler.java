package io.aiplat.operator.llmkube;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realization.Stage;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.routing.Cooldown;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reconciler of [LlmKubeRouter]: it becomes one route of the gateway with rules.
public final class LlmKubeRouterReconciler extends KindReconciler<LlmKubeRouter, LlmKubeRouterStatus> {
    private static final Duration FIRST_BYTE = Duration.ofMinutes(2);
    private static final Duration QUARANTINE = Duration.ofSeconds(15);
    private static final Duration WHOLE = Duration.ofMinutes(30);

    /// @param clock of the times in conditions
    public LlmKubeRouterReconciler(Realizers realizers, InstantSource clock) {
        super(LlmKubeRouter.class, realizers, clock);
    }

    @Override
    protected Translation translate(LlmKubeRouter resource, ClusterReader cluster) {
        LlmKubeRouterSpec.Policy policy = resource.getSpec().policy();
        String name = resource.getMetadata().getName();
        if (policy != null && policy.budgets() != null && !policy.budgets().isEmpty()) {
            return new Translation.Refused(LlmKubeProblems.notOfRouters(
                    name,
                    "spec.policy.budgets",
                    "Give the key or the team a budget: aiplat keys create NAME --budget"));
        }
        if (policy != null && policy.auth() != null && !policy.auth().isNull()) {
            return new Translation.Refused(LlmKubeProblems.notOfRouters(
                    name,
                    "spec.policy.auth",
                    "Give each client a key of its own: aiplat keys create NAME --models " + name));
        }
        try {
            RouterBackends backends = new RouterBackends(resource, cluster);
            RouterRules rules = new RouterRules(resource, backends);
            return Translation.of(
                    new GatewayRoutes(fragment(resource, backends, rules)), note(resource.getSpec(), backends, rules));
        } catch (ApplianceException e) {
            return new Translation.Refused(e.problem());
        }
    }

    private static Fragment fragment(LlmKubeRouter resource, RouterBackends backends, RouterRules rules) {
        String name = resource.getMetadata().getName();
        LlmKubeRouterSpec.Proxy proxy = resource.getSpec().proxy();
        Duration firstByte = proxy == null
                ? null
                : RouterRules.time(name, "spec.proxy.responseHeaderTimeout", proxy.responseHeaderTimeout());
        Duration pause = proxy == null
                ? null
                : RouterRules.time(name, "spec.proxy.quarantineDuration", proxy.quarantineDuration());
        Map<String, Guard> guards = guards(resource);
        Route route = new Route(
                name,
                backends.deployments(),
                Strategy.WEIGHTED,
                new TimeLimits(WHOLE, Objects.requireNonNullElse(firstByte, FIRST_BYTE), Duration.ofMinutes(5)),
                Math.clamp(backends.deployments().size(), 2, 10),
                new Cooldown(1, Duration.ofMinutes(1), Objects.requireNonNullElse(pause, QUARANTINE)),
                Fallbacks.NONE,
                null,
                false,
                null,
                null,
                List.copyOf(guards.keySet()),
                false,
                rules.rules());
        return new Fragment(null, backends.upstreams(), List.of(route), rules.aliases(), guards);
    }

    /// What LLMKube's detector would find is kept in the house, whatever the request says of itself.
    private static Map<String, Guard> guards(LlmKubeRouter resource) {
        String mode = resource.getSpec().classification().mode();
        if (mode == null || mode.equals("header-only")) {
            return Map.of();
        }
        String guard = resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName() + "/detector";
        return Map.of(guard, new Guard.Confine(guard, EnumSet.allOf(Guard.Entity.class), List.of()));
    }

    private static String note(LlmKubeRouterSpec spec, RouterBackends backends, RouterRules rules) {
        List<String> notes = new ArrayList<>();
        List<String> away = spec.backends().stream()
                .map(LlmKubeRouterSpec.Backend::name)
                .filter(backends::isAway)
                .toList();
        if (!away.isEmpty()) {
            notes.add("These backends are not served now, and what only they may answer gets 503: "
                    + String.join(", ", away) + ".");
        }
        if (!rules.neverFit().isEmpty()) {
            notes.add("No backend has what these rules ask for, so they never hold: "
                    + String.join(", ", new TreeSet<>(rules.neverFit())) + ".");
        }
        Set<String> unused = unused(spec);
        if (!unused.isEmpty()) {
            notes.add("These change nothing here: " + String.join(", ", unused) + ".");
        }
        return String.join(" ", notes);
    }

    private static Set<String> unused(LlmKubeRouterSpec spec) {
        Set<String> unused = new TreeSet<>();
        add(unused, "spec.dataPlane", "Gateway".equals(spec.dataPlane()) ? spec.dataPlane() : null);
        add(unused, "spec.gatewayRef", spec.gatewayRef());
        add(unused, "spec.endpoint", spec.endpoint());
        add(unused, "spec.mcpServer", spec.mcpServer());
        LlmKubeRouterSpec.Proxy proxy = spec.proxy();
        if (proxy != null) {
            add(unused, "spec.proxy.image", proxy.image());
            add(unused, "spec.proxy.imagePullSecrets", proxy.imagePullSecrets());
            add(unused, "spec.proxy.nodeSelector", proxy.nodeSelector());
            add(unused, "spec.proxy.replicas", proxy.replicas());
            add(unused, "spec.proxy.resources", proxy.resources());
            add(unused, "spec.proxy.revisionHistoryLimit", proxy.revisionHistoryLimit());
        }
        add(
                unused,
                "spec.policy.auditLog",
                spec.policy() == null ? null : spec.policy().auditLog());
        for (LlmKubeRouterSpec.Backend backend : spec.backends()) {
            add(unused, "spec.backends.costPerMillionTokens", backend.costPerMillionTokens());
            add(unused, "spec.backends.healthCheck", backend.healthCheck());
        }
        for (LlmKubeRouterSpec.Rule rule : spec.all()) {
            add(
                    unused,
                    "spec.rules.match.latencySLOMs",
                    rule.match() == null ? null : rule.match().latencySLOMs());
            add(unused, "strategy shadow", "shadow".equals(rule.route().strategy()) ? rule : null);
        }
        return unused;
    }

    private static void add(Set<String> unused, String field, @Nullable Object value) {
        if (value != null && !(value instanceof JsonNode node && node.isNull())) {
            unused.add(field);
        }
    }

    @Override
    protected LlmKubeRouterStatus status(LlmKubeRouter resource, Realization realization, List<Condition> conditions) {
        return new LlmKubeRouterStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                switch (realization.stage()) {
                    case READY -> "Ready";
                    case PROGRESSING -> "Provisioning";
                    case DEGRADED -> "Failed";
                },
                resource.getMetadata().getName(),
                realization.stage() == Stage.READY ? resource.getSpec().all().size() : 0);
    }

    @Override
    protected LlmKubeRouter blank() {
        return new LlmKubeRouter();
    }
}
