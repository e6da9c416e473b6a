package io.aiplat.operator.modelrouter;

import io.aiplat.operator.status.RouterStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: routes of models, of the group `gateway.ai`.
@Group("gateway.ai")
@Version("v1alpha1")
@Kind("ModelRouter")
@AdditionalPrinterColumn(name = "Routes", jsonPath = ".status.routes", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class ModelRouter extends CustomResource<ModelRouterSpec, RouterStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
