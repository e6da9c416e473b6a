package io.aiplat.operator.kubeai;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a model of [KubeAI](https://github.com/kubeai-project/kubeai).
@Group("kubeai.org")
@Version("v1")
@Kind("Model")
@AdditionalPrinterColumn(name = "URL", jsonPath = ".spec.url")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class KubeAiModel extends CustomResource<KubeAiModelSpec, KubeAiModelStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
