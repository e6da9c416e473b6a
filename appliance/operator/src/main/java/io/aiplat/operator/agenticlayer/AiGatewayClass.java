package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.status.ReferredStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a class of gateways of the
/// [Agentic Layer](https://github.com/agentic-layer/agent-runtime-operator).
@Group("runtime.agentic-layer.ai")
@Version("v1alpha1")
@Kind("AiGatewayClass")
@AdditionalPrinterColumn(name = "Controller", jsonPath = ".spec.controller")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class AiGatewayClass extends CustomResource<AiGatewayClassSpec, ReferredStatus> {
    private static final long serialVersionUID = 1;
}
