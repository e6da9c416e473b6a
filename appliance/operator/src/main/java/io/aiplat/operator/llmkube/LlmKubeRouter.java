package io.aiplat.operator.llmkube;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a router of [LLMKube](https://github.com/defilantech/LLMKube), which chooses who answers a
/// request by what that says of itself.
@Group("inference.llmkube.dev")
@Version("v1alpha1")
@Kind("ModelRouter")
@ShortNames("mr")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Rules", jsonPath = ".status.activeRules", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class LlmKubeRouter extends CustomResource<LlmKubeRouterSpec, LlmKubeRouterStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
