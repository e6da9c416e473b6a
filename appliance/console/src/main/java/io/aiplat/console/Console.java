package io.aiplat.console;

import io.aiplat.gateway.access.Keys;
import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.inference.ModelEngine;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.pull.PullJobs;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/// The first page and the JSON behind it, to be served beside the API. Close it before the engine.
public final class Console implements HttpFeature, AutoCloseable {
    private static final Duration LINK_LIFE = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final PullJobs pulls;
    private final ConsoleApi api;
    private final Login login;

    /// Builds it; nothing runs until it is added to a server.
    ///
    /// @param keys   open it, as they open the API
    /// @param status what its head shows
    /// @param engine whose models it lists
    /// @param store  that models are pulled into and removed from
    /// @param clock  ends sessions and login links
    public Console(Keys keys, StatusSource status, ModelEngine engine, ModelStore store, Clock clock) {
        SecureRandom random = new SecureRandom();
        ExpiringTokens links = new ExpiringTokens(random, clock, LINK_LIFE);
        this.sessions = new Sessions(random, clock);
        this.pulls = new PullJobs(store);
        this.api = new ConsoleApi(new ConsoleAccess(keys, sessions), status, engine, store, pulls, links);
        this.login = new Login(keys, links, sessions, new StaticAssets());
    }

    /// Lets the page itself use the API with its session, so that its chat needs no key in the browser.
    public RequestAuthorizer admission() {
        return request -> sessions.has(request) && SameOrigin.isProven(request);
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        login.addTo(routing);
        routing.register("/api", api)
                .get("/console.css", StaticAssets.asset("console.css", "text/css; charset=utf-8"))
                .get("/console.js", StaticAssets.asset("console.js", "text/javascript; charset=utf-8"))
                .get("/icon.svg", StaticAssets.asset("icon.svg", "image/svg+xml"));
    }

    /// Stops the pulls that are running; what they have transferred stays.
    @Override
    public void close() {
        pulls.close();
    }
}
