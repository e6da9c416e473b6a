package io.aiplat.gateway;

import io.aiplat.gateway.access.RequestAuthorizer;
import io.aiplat.governance.Governance;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.Secret;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.scaling.ColdStarts;
import io.aiplat.telemetry.Telemetry;
import java.net.http.HttpClient;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Dependencies of a gateway, handed in by whoever wires it: what it serves with.
/// What is handed in is closed by whoever made it.
///
/// @param plan       which models there are, and where
/// @param governance whose requests these are, and what they may spend
/// @param telemetry  what is seen of requests
/// @param ownerKey   whose requests those of our own page are; null where there is no page
/// @param kept       names of keys that are made from files at every start, which the admin API does not change
/// @param pages      requests that our own page sends for whoever signed in
/// @param local      runs the models of upstreams of the kind `embedded`; null where nothing does
/// @param ollama     makes a client of another Ollama; the gateway closes it
/// @param starts     who starts servers that are not there as long as nobody asks for them
/// @param gpus       GPUs that the engine which is here computes on now, 0 for none; it must not wait for anything
/// @param machines   what pods have used, and what machines cost
/// @param outbound   begins a client of servers behind TLS: through which proxy it goes, and whom it trusts
public record GatewayDependencies(
        GatewayConfig plan,
        Governance governance,
        Telemetry telemetry,
        @Nullable Secret ownerKey,
        Set<String> kept,
        RequestAuthorizer pages,
        @Nullable ModelEngine local,
        Function<Upstream, ModelEngine> ollama,
        ColdStarts starts,
        IntSupplier gpus,
        MachineCosts machines,
        Supplier<HttpClient.Builder> outbound) {}
