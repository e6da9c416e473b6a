package io.aiplat.gateway;

import io.aiplat.governance.Governance;
import io.aiplat.model.Secret;
import io.aiplat.models.ModelEngine;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.Upstream;
import java.util.function.Function;

/// What a gateway serves with. What is handed in is closed by whoever made it.
///
/// @param plan       which models there are, and where
/// @param governance whose requests these are, and what they may spend
/// @param ownerKey   of the machine's owner
/// @param pages      requests that our own page sends for whoever signed in
/// @param local      runs the models of this machine
/// @param ollama     makes a client of another Ollama; the gateway closes it
public record Backing(
        GatewayPlan plan,
        Governance governance,
        Secret ownerKey,
        Admission pages,
        ModelEngine local,
        Function<Upstream, ModelEngine> ollama) {}
