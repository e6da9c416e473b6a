package io.aiplat.management;

/// Call of a route: who asks, and for what.
///
/// @param name    what stands for the variable of the path, decoded; empty where it has none
/// @param query   the parameters that the route knows
/// @param request the body, read
public record ManagementCall<Q>(Principal principal, String name, ManagementQuery query, Q request) {}
