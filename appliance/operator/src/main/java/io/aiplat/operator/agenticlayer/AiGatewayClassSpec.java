package io.aiplat.operator.agenticlayer;

import io.fabric8.generator.annotation.Required;

/// Specification of an [AiGatewayClass].
///
/// @param controller who makes gateways of this class; aiplat makes those of every class
public record AiGatewayClassSpec(@Required String controller) {}
