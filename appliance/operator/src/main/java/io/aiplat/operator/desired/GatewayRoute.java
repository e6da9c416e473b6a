package io.aiplat.operator.desired;

import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Route of the gateway: a public name, and the server that answers for it.
///
/// @param name     that clients ask for
/// @param provider what the server speaks
/// @param model    the name that the server knows it by
/// @param endpoint base address of the server, which may be a service inside the cluster; null for the model engine of
///     aiplat itself
public record GatewayRoute(
        String name,
        UpstreamKind provider,
        String model,
        @Nullable URI endpoint) implements DesiredState {}
