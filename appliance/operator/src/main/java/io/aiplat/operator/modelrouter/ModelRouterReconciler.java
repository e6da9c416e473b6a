package io.aiplat.operator.modelrouter;

import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.RouterStatus;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.Condition;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reconciler of [ModelRouter].
public final class ModelRouterReconciler extends KindReconciler<ModelRouter, RouterStatus> {
    /// @param clock of the times in conditions
    public ModelRouterReconciler(Realizers realizers, InstantSource clock) {
        super(ModelRouter.class, realizers, clock);
    }

    @Override
    protected Translation translate(ModelRouter resource, ClusterReader cluster) {
        Map<String, Upstream> upstreams = new HashMap<>();
        Map<String, String> aliases = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        String place = resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
        for (ModelRouterSpec.RouteSpec route : resource.getSpec().routes()) {
            Optional<UpstreamKind> provider = provider(route.provider());
            if (provider.isEmpty()) {
                return new Translation.Refused(ResourceProblems.unknownProvider(route.name(), route.provider()));
            }
            String endpoint = route.endpoint();
            if (endpoint == null && provider.get() == UpstreamKind.OLLAMA) {
                aliases.put(route.name(), route.model());
                continue;
            }
            try {
                String server = place + "/" + route.name();
                URI url = endpoint == null ? null : URI.create(endpoint);
                upstreams.put(server, new Upstream(server, provider.get(), url, null, Map.of()));
                routes.add(Route.of(route.name(), List.of(Deployment.of(server, route.model())), Strategy.WEIGHTED));
            } catch (IllegalArgumentException _) {
                return new Translation.Refused(ResourceProblems.noEndpoint(route.name(), route.provider()));
            }
        }
        return Translation.of(new GatewayRoutes(new Fragment(null, upstreams, routes, aliases, Map.of())));
    }

    /// Words that people write for what a server speaks. `litellm` and `vllm` speak OpenAI's API.
    private static Optional<UpstreamKind> provider(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "vllm", "litellm", "llamacpp", "llama.cpp", "llama-server", "tgi", "lmstudio", "localai" ->
                Optional.of(UpstreamKind.OPENAI);
            case String other ->
                Arrays.stream(UpstreamKind.values())
                        .filter(kind ->
                                kind != UpstreamKind.EMBEDDED && kind.word().equals(other))
                        .findFirst();
        };
    }

    @Override
    protected RouterStatus status(ModelRouter resource, Realization realization, List<Condition> conditions) {
        return new RouterStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                resource.getSpec().routes().size());
    }

    @Override
    protected ModelRouter blank() {
        return new ModelRouter();
    }
}
