package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.status.RouterStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a gateway for models of the
/// [Agentic Layer](https://github.com/agentic-layer/agent-runtime-operator).
@Group("runtime.agentic-layer.ai")
@Version("v1alpha1")
@Kind("AiGateway")
@AdditionalPrinterColumn(name = "Class", jsonPath = ".spec.aiGatewayClassName")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class AiGateway extends CustomResource<AiGatewaySpec, RouterStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
