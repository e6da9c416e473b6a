package io.aiplat.operator.desired;

import io.aiplat.routing.source.Fragment;

/// Routes of the gateway, with the servers, aliases and guards that they need.
///
/// @param fragment as the resource says it: its servers may be services inside the cluster
public record GatewayRoutes(Fragment fragment) implements DesiredState {}
