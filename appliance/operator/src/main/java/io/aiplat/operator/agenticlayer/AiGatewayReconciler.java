package io.aiplat.operator.agenticlayer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.RouterStatus;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.litellm.LiteLlmImport;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reconciler of [AiGateway]: what its operator would write for LiteLLM is written, patched as the resource says, and
/// converted as `aiplat import litellm` converts it.
public final class AiGatewayReconciler extends KindReconciler<AiGateway, RouterStatus> {
    private static final String OLLAMA = "ollama";

    /// @param clock of the times in conditions
    public AiGatewayReconciler(Realizers realizers, InstantSource clock) {
        super(AiGateway.class, realizers, clock);
    }

    @Override
    protected Translation translate(AiGateway resource, ClusterReader cluster) {
        String namespace = resource.getMetadata().getNamespace();
        String place = namespace + "/" + resource.getMetadata().getName();
        try {
            ObjectNode elsewhere = LiteLlmConfig.of(resource, cluster);
            Map<String, String> keys = ProviderKeys.of(resource, cluster);
            List<Problem> without = LiteLlmConfig.leaveOut(elsewhere, alone -> keyMissing(place, alone, keys));
            Fragment far = elsewhere.isEmpty() ? Fragment.EMPTY : converted(place, elsewhere.toString(), keys);
            return Translation.of(
                    new GatewayRoutes(whole(resource, place, far)), "", without.isEmpty() ? null : without.getFirst());
        } catch (ApplianceException e) {
            return new Translation.Refused(e.problem());
        }
    }

    /// That a model has no key; nothing where it has one, or where something else is wrong.
    private static Optional<Problem> keyMissing(String place, ObjectNode alone, Map<String, String> keys) {
        try {
            converted(place, alone.toString(), keys);
            return Optional.empty();
        } catch (ApplianceException e) {
            return Optional.of(e.problem()).filter(ResourceProblems::isKeyMissing);
        }
    }

    /// The routes that LiteLLM would have had.
    private static Fragment converted(String place, String liteLlm, Map<String, String> keys) {
        String label = "AiGateway " + place;
        if (liteLlm.contains("${")) {
            // What a person may write into a resource shall not read files or variables of the gateway.
            throw new ApplianceException(ResourceProblems.interpolation(place));
        }
        String yaml = LiteLlmImport.convert(label, liteLlm).gatewayYaml();
        return switch (GatewayFile.read(label, yaml, Path.of("/"), keys)) {
            case ConfigReadResult.Accepted(GatewayConfig plan) ->
                new Fragment(
                        null, named(place, plan.upstreams()), renamed(place, plan.routes()), plan.aliases(), Map.of());
            case ConfigReadResult.Refused(var problems) ->
                throw new ApplianceException(told(place, problems.getFirst()));
        };
    }

    /// A resource has no environment that a person could export a variable in.
    private static Problem told(String place, Problem problem) {
        return problem.code().equals(RoutingProblems.VALUE_UNAVAILABLE)
                ? ResourceProblems.keyMissing(place, problem.why())
                : problem;
    }

    /// Names of servers are for all that the gateway has.
    private static Map<String, Upstream> named(String place, Map<String, Upstream> upstreams) {
        Map<String, Upstream> named = new HashMap<>();
        upstreams.forEach((name, upstream) -> named.put(
                place + "/" + name,
                new Upstream(
                        place + "/" + name, upstream.provider(), upstream.url(), upstream.key(), upstream.headers())));
        return named;
    }

    private static List<Route> renamed(String place, List<Route> routes) {
        return routes.stream()
                .map(route -> with(
                        route,
                        route.deployments().stream()
                                .map(each -> new Deployment(
                                        place + "/" + each.upstream(),
                                        each.model(),
                                        each.weight(),
                                        each.order(),
                                        each.context(),
                                        each.keepAlive(),
                                        each.maxConcurrent(),
                                        each.queue(),
                                        each.price()))
                                .toList(),
                        route.guards()))
                .toList();
    }

    private static Route with(Route route, List<Deployment> deployments, List<String> guards) {
        return new Route(
                route.name(),
                deployments,
                route.strategy(),
                route.limits(),
                route.retries(),
                route.cooldown(),
                route.fallbacks(),
                route.maxOutputTokens(),
                route.dropParams(),
                route.price(),
                route.cache(),
                guards);
    }

    /// With the models of aiplat itself, and the guards before all of them.
    private static Fragment whole(AiGateway resource, String place, Fragment far) {
        String namespace = resource.getMetadata().getNamespace();
        List<String> guards = resource.getSpec().guardrails().stream()
                .map(each -> GuardResourceReconciler.name(each.in(namespace), each.name()))
                .toList();
        Map<String, Upstream> upstreams = new HashMap<>(far.upstreams());
        Map<String, String> aliases = new HashMap<>(far.aliases());
        List<Route> routes = new ArrayList<>();
        far.routes().forEach(route -> routes.add(with(route, route.deployments(), guards)));
        String engine = place + "/" + OLLAMA;
        for (AiGatewaySpec.AiModel model : resource.getSpec().aiModels()) {
            if (model.provider().equals(OLLAMA)
                    && routes.stream().noneMatch(route -> route.name().equals(model.name()))) {
                upstreams.put(engine, new Upstream(engine, UpstreamKind.EMBEDDED, null, null, Map.of()));
                Route route = Route.of(model.name(), List.of(Deployment.of(engine, model.name())), Strategy.WEIGHTED);
                routes.add(with(route, route.deployments(), guards));
            }
            aliases.putIfAbsent(model.provider() + "/" + model.name(), model.name());
        }
        return new Fragment(null, upstreams, routes, aliases, Map.of());
    }

    @Override
    protected RouterStatus status(AiGateway resource, Realization realization, List<Condition> conditions) {
        return new RouterStatus(
                conditions.getFirst().getObservedGeneration(),
                conditions,
                resource.getSpec().aiModels().size());
    }

    @Override
    protected AiGateway blank() {
        return new AiGateway();
    }
}
