package io.aiplat.operator.llmkube;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a served model of [LLMKube](https://github.com/defilantech/LLMKube).
@Group("inference.llmkube.dev")
@Version("v1alpha1")
@Kind("InferenceService")
@ShortNames("isvc")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.modelRef")
@AdditionalPrinterColumn(
        name = "Replicas",
        jsonPath = ".status.readyReplicas",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Server", jsonPath = ".status.server")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class LlmKubeService extends CustomResource<LlmKubeServiceSpec, LlmKubeServiceStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1;
}
