package io.aiplat.operator.agenticlayer;

import io.aiplat.operator.status.ReferredStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a guard of the
/// [Agentic Layer](https://github.com/agentic-layer/agent-runtime-operator).
@Group("runtime.agentic-layer.ai")
@Version("v1alpha1")
@Kind("Guard")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".spec.providerRef.name")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class GuardResource extends CustomResource<GuardSpec, ReferredStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
