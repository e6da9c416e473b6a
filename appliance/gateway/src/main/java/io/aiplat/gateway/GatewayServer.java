package io.aiplat.gateway;

import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.admin.GovernanceResources;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.connection.AcceptLoop;
import io.aiplat.gateway.connection.DeadlineScanner;
import io.aiplat.gateway.connection.MemoryBudget;
import io.aiplat.gateway.connection.RequestHandlers;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.gateway.guard.Guards;
import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.gateway.http.HealthEndpoint;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.http.IngestHandler;
import io.aiplat.gateway.http.ManagementApiHandler;
import io.aiplat.gateway.http.ModelsEndpoint;
import io.aiplat.gateway.http.QueryHandler;
import io.aiplat.gateway.inprocess.InProcessClient;
import io.aiplat.gateway.inprocess.ModelClient;
import io.aiplat.gateway.page.PageHandler;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.pipeline.GatewaySnapshot;
import io.aiplat.gateway.pipeline.ModelPipeline;
import io.aiplat.gateway.provider.AnthropicProvider;
import io.aiplat.gateway.provider.EngineProvider;
import io.aiplat.gateway.provider.ModelServerProvider;
import io.aiplat.gateway.provider.OpenAiProvider;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.gateway.provider.Providers;
import io.aiplat.gateway.slot.SlotMeters;
import io.aiplat.gateway.stored.ResponseResource;
import io.aiplat.governance.Governance;
import io.aiplat.governance.StoredResponses;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelServer;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementResource;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.ResponseStore;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.balancing.Router;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/// HTTP server of the model API, health, and whatever else is given to it, on one port.
public final class GatewayServer implements AutoCloseable {
    private final AcceptLoop clients;
    private final Duration grace;
    private final DeadlineScanner ticker;
    private final Providers providers;
    private final AtomicReference<GatewaySnapshot> offer;
    private final Upstreams upstreams;
    private final Governance governance;
    private final ModelClient models;

    private GatewayServer(
            AcceptLoop clients,
            Duration grace,
            DeadlineScanner ticker,
            Providers providers,
            AtomicReference<GatewaySnapshot> offer,
            Upstreams upstreams,
            Governance governance,
            ModelClient models) {
        this.clients = clients;
        this.grace = grace;
        this.ticker = ticker;
        this.providers = providers;
        this.offer = offer;
        this.upstreams = upstreams;
        this.governance = governance;
        this.models = models;
    }

    /// Starts to listen. Requests are answered when this returns.
    ///
    /// @param settings  port 0 chooses a free one
    /// @param version   of aiplat, told by `/health`
    /// @param backing   what it serves with; closing that is the caller's
    /// @param clock     dates answers
    /// @param more      what else is served; pages mind their own access
    /// @throws ApplianceException if the port is taken or the address cannot be bound
    public static GatewayServer start(
            Settings.Gateway settings,
            String version,
            GatewayDependencies backing,
            Clock clock,
            List<? extends GatewayExtension> more) {
        return start(settings, version, backing, clock, more, ServerLimits.STANDARD, Endpoints.ALL);
    }

    /// The same, with more or less patience at the end.
    ///
    /// @param grace how long running answers may take when it stops, before they are cut off
    public static GatewayServer start(
            Settings.Gateway settings,
            String version,
            GatewayDependencies backing,
            Clock clock,
            List<? extends GatewayExtension> more,
            Duration grace) {
        return start(settings, version, backing, clock, more, ServerLimits.STANDARD.ending(grace), Endpoints.ALL);
    }

    static GatewayServer start(
            Settings.Gateway settings,
            String version,
            GatewayDependencies backing,
            Clock clock,
            List<? extends GatewayExtension> more,
            ServerLimits limits,
            EndpointTable endpoints) {
        InetAddress address = BindCheck.check(settings.listen(), settings.port());
        keepResponses(backing.governance(), backing.plan());
        Ids ids = new Ids(new SecureRandom());
        DeadlineScanner ticker = new DeadlineScanner();
        Upstreams upstreams = new Upstreams(System::nanoTime, backing.outbound());
        ticker.add(_ -> {
            upstreams.expire();
            return false;
        });
        Providers providers = providers(backing, upstreams, ids, clock);
        AtomicReference<GatewaySnapshot> offer = new AtomicReference<>(first(backing, upstreams));
        Authenticator authenticator = new Authenticator(backing.governance(), backing.pages(), backing.ownerKey());
        ModelPipeline pipeline = new ModelPipeline(
                offer::get,
                providers,
                backing.governance(),
                backing.telemetry(),
                new SlotMeters(backing.gpus()),
                backing.starts().patience());
        OpenAiApi api = api(
                settings,
                endpoints,
                version,
                backing,
                authenticator,
                pipeline,
                () -> offer.get().router(),
                clock,
                more);
        MemoryBudget memory = new MemoryBudget(limits.requestBytes(), limits.memoryPatience());
        GatewayGauges.add(backing, () -> offer.get().router(), memory);
        RequestHandlers service =
                new RequestHandlers(api, () -> ids.next(Ids.OF_REQUESTS), memory, ticker, limits.connection());
        try {
            AcceptLoop clients = AcceptLoop.start(
                    new InetSocketAddress(address, settings.port()), service, limits.bounds(), upstreams::spare);
            GatewayGauges.add(backing, clients);
            return new GatewayServer(
                    clients,
                    limits.grace(),
                    ticker,
                    providers,
                    offer,
                    upstreams,
                    backing.governance(),
                    new InProcessClient(
                            endpoints,
                            pipeline,
                            authenticator,
                            backing.telemetry(),
                            memory,
                            () -> ids.next(Ids.OF_REQUESTS)));
        } catch (IOException e) {
            ticker.close();
            providers.close();
            throw new ApplianceException(
                    GatewayProblems.cannotListen(settings.listen(), settings.port(), String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static GatewaySnapshot first(GatewayDependencies backing, Upstreams upstreams) {
        return GatewaySnapshot.first(
                backing.plan(),
                () -> ThreadLocalRandom.current().nextLong(),
                new Guards.Maker(upstreams, backing.telemetry()::guardHit),
                backing.starts());
    }

    private static OpenAiApi api(
            Settings.Gateway settings,
            EndpointTable endpoints,
            String version,
            GatewayDependencies backing,
            Authenticator authenticator,
            ModelPipeline pipeline,
            Supplier<Router> router,
            Clock clock,
            List<? extends GatewayExtension> more) {
        return new OpenAiApi(
                settings,
                endpoints,
                authenticator,
                new HealthEndpoint(version, backing.local(), backing.governance()),
                new ModelsEndpoint(router, backing.local(), clock.instant()),
                pipeline,
                new ManagementApiHandler(management(backing, router, clock, more)),
                new IngestHandler(
                        more.stream().flatMap(each -> each.ingest().stream()).toList()),
                new QueryHandler(
                        more.stream().flatMap(each -> each.queries().stream()).toList()),
                pages(more),
                new ResponseResource(
                        backing.governance().responses(),
                        () -> router.get().plan().responses().on()),
                backing.telemetry());
    }

    private static ManagementApi management(
            GatewayDependencies backing, Supplier<Router> router, Clock clock, List<? extends GatewayExtension> more) {
        List<ManagementResource> resources = new ArrayList<>(GovernanceResources.of(
                backing.governance().administration(),
                name -> backing.kept().contains(name) || isSeeded(router.get().plan(), name),
                () -> router.get().status(System.nanoTime()),
                backing.machines(),
                clock));
        more.forEach(extension -> resources.addAll(extension.resources()));
        return new ManagementApi(resources);
    }

    private static PageHandler pages(List<? extends GatewayExtension> more) {
        return request -> {
            for (GatewayExtension extension : more) {
                PageResponse found = extension.answer(request);
                if (found != null) {
                    return found;
                }
            }
            return null;
        };
    }

    private static boolean isSeeded(GatewayConfig plan, String name) {
        return plan.keys().stream().anyMatch(seed -> seed.name().equals(name));
    }

    private static Providers providers(GatewayDependencies backing, Upstreams upstreams, Ids ids, Clock clock) {
        Map<UpstreamKind, Function<Upstream, Provider>> kinds = new EnumMap<>(UpstreamKind.class);
        ModelEngine local = backing.local();
        if (local != null) {
            kinds.put(
                    UpstreamKind.EMBEDDED,
                    _ -> local instanceof ModelServer server
                            ? new ModelServerProvider(server, upstreams, ids, clock)
                            : EngineProvider.borrowing(local, ids, clock));
        }
        kinds.put(UpstreamKind.OPENAI, upstream -> new OpenAiProvider(upstream, upstreams, ids, clock));
        kinds.put(UpstreamKind.ANTHROPIC, upstream -> new AnthropicProvider(upstream, upstreams, ids, clock));
        kinds.put(
                UpstreamKind.OLLAMA,
                upstream -> EngineProvider.owning(backing.ollama().apply(upstream), ids, clock));
        return new Providers(kinds, backing.plan().upstreams().values());
    }

    /// Goes by another plan from the next request on; those under way end by the one they began with. What was seen
    /// of deployments that stay is kept, and so are the cached answers of routes that stay. The ways to upstreams
    /// that are not named any more are closed after their last call.
    public void follow(GatewayConfig plan) {
        keepResponses(governance, plan);
        offer.updateAndGet(before -> before.with(plan));
        providers.keep(plan.upstreams().values());
    }

    private static void keepResponses(Governance governance, GatewayConfig plan) {
        ResponseStore rule = plan.responses();
        governance.keepResponses(
                rule.on()
                        ? new StoredResponses.Bounds(rule.keep(), rule.most(), rule.mostOfKey())
                        : StoredResponses.Bounds.NOTHING);
    }

    /// How much a route is asked.
    ///
    /// @param origin whose route it is
    public RouteLoad load(Origin origin, String route) {
        return offer.get().router().load(origin, route);
    }

    /// The port it listens on.
    public int port() {
        return clients.port();
    }

    /// Calls models from inside this process, as long as this is open.
    public ModelClient models() {
        return models;
    }

    /// Ways to upstreams that are open.
    int providers() {
        return providers.count();
    }

    /// Calls of upstreams that are under way.
    int upstreamCalls() {
        return upstreams.active();
    }

    /// Whether nobody can connect any more, though nobody closed it. Then the process should end, and be started
    /// again.
    public boolean isLost() {
        return clients.isLost();
    }

    /// Gives up what only saves time, where descriptors run short: idle connections to upstreams.
    public void spare() {
        upstreams.spare();
    }

    /// Stops to listen at once, lets running answers end for at most 10 seconds, or as long as it was started with,
    /// then cuts them off.
    @Override
    public void close() {
        clients.close(grace);
        ticker.close();
        providers.close();
        upstreams.close();
    }
}
