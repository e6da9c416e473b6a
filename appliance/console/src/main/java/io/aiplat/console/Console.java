package io.aiplat.console;

import io.aiplat.console.page.PageAssets;
import io.aiplat.gateway.GatewayExtension;
import io.aiplat.gateway.access.Keys;
import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.StoppedModels;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.job.JobResource;
import io.aiplat.management.job.Jobs;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.exchange.ModelExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pages, and what they ask the management API for, to be served by a gateway. Close it before the engine.
public final class Console implements GatewayExtension, AutoCloseable {
    private static final Duration LINK_LIFE = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final Jobs jobs;
    private final ModelPulls pulls;
    private final Login login;
    private final PageAssets assets = new PageAssets();
    private final List<ManagementResource> resources;

    /// Builds it; nothing runs until it is given to a gateway.
    ///
    /// @param keys   open it
    /// @param status what its head shows
    /// @param engine whose models it lists
    /// @param store    that models are pulled into and removed from
    /// @param registry what is known of them beyond their bytes
    /// @param stopped  those that a person does not want in memory now
    /// @param memory   that models can be loaded into
    /// @param scratch  folder for what is unpacked, best on the disk of the models
    /// @param clock    ends sessions and login links
    public Console(
            Keys keys,
            StatusSource status,
            ModelEngine engine,
            ModelStore store,
            ModelRegistry registry,
            StoppedModels stopped,
            Supplier<MemoryFacts> memory,
            Path scratch,
            Clock clock) {
        SecureRandom random = new SecureRandom();
        ExpiringTokens links = new ExpiringTokens(random, clock, LINK_LIFE);
        this.sessions = new Sessions(random, clock);
        this.jobs = new Jobs(clock);
        this.login = new Login(keys, links, sessions, assets);
        ModelInventory inventory = new ModelInventory(engine, store, registry);
        this.pulls = new ModelPulls(store, registry, jobs);
        this.resources = List.of(
                new StatusResource(status),
                new ModelResource(inventory, store, pulls),
                new PullResource(pulls),
                new ModelRegistryResource(inventory, engine, registry, stopped, clock),
                new FitResource(engine, store, memory),
                new ModelExchangeResource(inventory, new ModelExchange(store, registry, scratch), store.name(), jobs),
                new VerificationResource(store, jobs),
                new JobResource(jobs),
                new LoginLinkResource(links));
    }

    /// Lets the page itself use both APIs with its session, so that neither its chat nor what it administers needs a
    /// key in the browser.
    public RequestAuthorizer admission() {
        return new SessionAuthorizer(sessions);
    }

    /// The pulls of models, for who begins them by other ways than the management API.
    public ModelPulls pulls() {
        return pulls;
    }

    @Override
    public List<ManagementResource> resources() {
        return resources;
    }

    @Override
    public @Nullable PageResponse answer(PageRequest request) throws IOException {
        PageResponse page = login.answer(request);
        return page != null || !request.method().equals("GET") ? page : assets.file(request.path());
    }

    /// Cancels the jobs that are running; what pulls have transferred stays.
    @Override
    public void close() {
        jobs.close();
    }
}
