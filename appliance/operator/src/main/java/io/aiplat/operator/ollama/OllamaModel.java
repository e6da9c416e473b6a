package io.aiplat.operator.ollama;

import io.aiplat.operator.status.ModelStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a model of Ollama, in the spelling of `ollama.io`.
@Group("ollama.io")
@Version("v1alpha1")
@Kind("Model")
@ShortNames("om")
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.model")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Placement", jsonPath = ".status.placement")
public final class OllamaModel extends CustomResource<OllamaModelSpec, ModelStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
