package io.aiplat.operator.ollama;

import io.aiplat.operator.status.ModelStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a model of Ollama, in the spelling of the
/// [Ollama operator](https://github.com/nekomeowww/ollama-operator).
@Group("ollama.ayaka.io")
@Version("v1")
@Kind("Model")
@AdditionalPrinterColumn(name = "Model", jsonPath = ".spec.image")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Placement", jsonPath = ".status.placement")
public final class AyakaModel extends CustomResource<AyakaModelSpec, ModelStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
