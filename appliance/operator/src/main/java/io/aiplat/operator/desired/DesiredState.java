package io.aiplat.operator.desired;

/// Desired state of a custom resource in aiplat's own words. All foreign kinds are translated into these few, and one
/// realizer makes each of them true, whichever kind it came from.
public sealed interface DesiredState
        permits ServedModel, GatewayRoutes, ContainerWorkload, InferenceServer, RayServer, Tenant, BundleSwitches {}
