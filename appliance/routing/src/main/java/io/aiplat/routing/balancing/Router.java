package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.ModelNames;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.scaling.RouteLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Router: chooses a deployment for each attempt.
/// One router stands for one plan and does not change; [#with] makes the next, and a request keeps the router it
/// began with. Safe for several threads; it takes no lock and reads no clock: every `now` is a reading of one
/// monotonic clock in nanoseconds, as [System#nanoTime].
public final class Router {
    /// The prefix hash of a request whose prompt has none.
    public static final long NO_PREFIX = 0;

    private final GatewayConfig plan;
    private final RandomGenerator random;
    private final Map<Place, DeploymentState> conditions = new HashMap<>();
    private final List<RouteGroups> routes = new ArrayList<>();
    private final Map<String, RouteGroups> byName = new HashMap<>();
    private final ModelNames<RouteGroups> names;

    /// What makes a deployment the same as one of the plan before: other weights, prices and limits of time do not
    /// change who is busy and who is well.
    private record Place(
            String route,
            Upstream upstream,
            String model,
            @Nullable Integer maxConcurrent) {}

    /// A router whose deployments are all well and idle.
    ///
    /// @param random safe for several threads, as `() -> ThreadLocalRandom.current().nextLong()`
    public Router(GatewayConfig plan, RandomGenerator random) {
        this(plan, random, Map.of());
    }

    private Router(GatewayConfig plan, RandomGenerator random, Map<Place, DeploymentState> before) {
        this.plan = plan;
        this.random = random;
        for (Route route : plan.routes()) {
            List<DeploymentHandle> slots = route.deployments().stream()
                    .map(d -> slot(route, d, before))
                    .toList();
            RouteGroups groups = RouteGroups.of(route, slots);
            routes.add(groups);
            byName.put(route.name(), groups);
        }
        names = new ModelNames<>(byName, RouteGroups::route, plan.aliases(), plan.upstreams(), plan.added());
    }

    private DeploymentHandle slot(Route route, Deployment deployment, Map<Place, DeploymentState> before) {
        Upstream upstream = plan.upstreamOf(deployment);
        Place place = new Place(route.name(), upstream, deployment.model(), deployment.maxConcurrent());
        DeploymentState known = before.get(place);
        DeploymentState condition = known == null ? new DeploymentState(deployment) : known;
        conditions.put(place, condition);
        boolean alone =
                route.deployments().size() == 1 && route.fallbacks().general().isEmpty();
        return new DeploymentHandle(route, deployment, upstream, condition, alone);
    }

    /// The router of another plan, which knows what this one has seen of deployments that are the same.
    public Router with(GatewayConfig next) {
        return new Router(next, random, conditions);
    }

    /// What this router goes by.
    public GatewayConfig plan() {
        return plan;
    }

    /// A model that a public name stands for.
    ///
    /// @param name   that was asked for, in the one spelling it has; an alias stays one
    /// @param model  the name it stands for in the end: whoever may use that one may use this
    /// @param others aliases of that
    public record Target(Route route, String name, String model, Set<String> others) {}

    /// What a public name stands for; null for nothing. Everything else that is decided by a name is decided by
    /// those that it has here.
    ///
    /// @param written as the client wrote it
    public @Nullable Target find(String written) {
        ModelNames.Found<RouteGroups> found = names.find(written);
        return found == null ? null : new Target(found.thing().route(), found.name(), found.model(), found.others());
    }

    /// The name that somebody meant who mistyped it.
    public Optional<String> nearest(String typed) {
        return names.nearest(typed);
    }

    /// The route that serves a public name; null for none.
    public @Nullable Route route(String model) {
        ModelNames.Found<RouteGroups> found = names.find(model);
        return found == null ? null : found.thing().route();
    }

    /// A deployment for one attempt.
    ///
    /// @param model  as the client wrote it
    /// @param prefix hash of the prompt's beginning, or [#NO_PREFIX]
    /// @param tried  deployments that failed this request already
    public RoutingResult choose(String model, long prefix, Set<Deployment> tried, long now) {
        return choose(model, null, prefix, tried, now);
    }

    /// A deployment for one attempt of a request that a rule of the model's route is for.
    ///
    /// @param rule null for none
    RoutingResult choose(String model, @Nullable RouteRule rule, long prefix, Set<Deployment> tried, long now) {
        ModelNames.Found<RouteGroups> found = names.find(model);
        return found == null
                ? new RoutingResult.UnknownModel(model, names.nearest(model))
                : found.thing().under(rule).choose(found.rest(), prefix, tried, random, now);
    }

    /// Whether any deployment of a name might be asked at a time to come, as far as is known now.
    ///
    /// @param rule    of the model's route; null for none
    /// @param useless deployments that do not count
    boolean mayServe(String model, @Nullable RouteRule rule, Set<Deployment> useless, long then) {
        ModelNames.Found<RouteGroups> found = names.find(model);
        return found != null && found.thing().under(rule).mayServe(found.rest(), useless, then);
    }

    /// How much a route is asked.
    ///
    /// @param origin whose route it is; one of the same name that is another's does not count
    public RouteLoad load(Origin origin, String route) {
        RouteGroups groups = origin.equals(plan.originOf(route)) ? byName.get(route) : null;
        return groups == null ? RouteLoad.NONE : groups.load();
    }

    /// How every deployment does, in the order of the plan.
    public List<DeploymentStatus> status(long now) {
        Map<String, List<String>> aliases = plan.aliasesByRoute();
        return routes.stream()
                .flatMap(r -> r.slots().stream())
                .map(slot -> {
                    String name = slot.route().name();
                    return slot.status(aliases.getOrDefault(name, List.of()), plan.originOf(name), now);
                })
                .toList();
    }
}
