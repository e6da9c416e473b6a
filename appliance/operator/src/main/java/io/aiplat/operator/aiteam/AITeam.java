package io.aiplat.operator.aiteam;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: a team with a namespace and a key, of the group `kro.run`.
@Group("kro.run")
@Version("v1alpha1")
@Kind("AITeam")
@AdditionalPrinterColumn(name = "Namespace", jsonPath = ".status.namespace")
@AdditionalPrinterColumn(name = "Secret", jsonPath = ".status.apiKeySecret")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class AITeam extends CustomResource<AITeamSpec, AITeamStatus> implements Namespaced {
    private static final long serialVersionUID = 1;
}
