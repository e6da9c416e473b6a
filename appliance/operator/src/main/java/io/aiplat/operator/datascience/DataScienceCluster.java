package io.aiplat.operator.datascience;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Custom resource: the components of a platform, of
/// [Open Data Hub](https://github.com/opendatahub-io/opendatahub-operator). It is in no namespace, and the oldest one
/// of a cluster holds.
@Group("datasciencecluster.opendatahub.io")
@Version("v1")
@Kind("DataScienceCluster")
@ShortNames("dsc")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
public final class DataScienceCluster extends CustomResource<DataScienceClusterSpec, DataScienceClusterStatus> {
    private static final long serialVersionUID = 1;
}
