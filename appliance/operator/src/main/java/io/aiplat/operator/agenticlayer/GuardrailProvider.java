package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.status.ReferredStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a server that guards ask of the
/// [Agentic Layer](https://github.com/agentic-layer/agent-runtime-operator).
@Group("runtime.agentic-layer.ai")
@Version("v1alpha1")
@Kind("GuardrailProvider")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class GuardrailProvider extends CustomResource<GuardrailProviderSpec, ReferredStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1;
}
