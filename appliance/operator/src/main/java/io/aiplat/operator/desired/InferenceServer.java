package io.aiplat.operator.desired;

import java.net.URI;

/// Inference server: copies of a container that answer OpenAI's API for one model, and a route of the gateway that
/// leads
/// to them under the name of the resource.
///
/// @param name     that clients ask for, and that the server calls its model
/// @param workload whose copies answer
/// @param endpoint base address of their service inside the cluster, with `/v1`
public record InferenceServer(String name, ContainerWorkload workload, URI endpoint) implements DesiredState {}
