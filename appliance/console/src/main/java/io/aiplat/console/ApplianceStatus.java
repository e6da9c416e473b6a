package io.aiplat.console;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Readiness;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// How the appliance is, for people and programs.
///
/// @param version       of aiplat
/// @param started       when this process began to serve
/// @param endpoint      base address of the API, ending in `/v1`
/// @param cluster       the kind in use, never `auto`
/// @param clusterName   its name; empty where there is none
/// @param clusterReason why this kind, as a sentence; empty when a person asked for it
/// @param engine        what runs models
/// @param routes        the names that are served, and what is wrong with the file that says so
/// @param shortages     what of descriptors, memory and disk runs short, each as a sentence; empty where nothing
///     does
/// @param gpu           what is wrong with GPUs that models were on, each as a sentence; empty where nothing is
/// @param operator      kinds of custom resources that another operator owns, each as a sentence; empty where there
///     are none
/// @param readiness     whether a request could be answered now
public record ApplianceStatus(
        String version,
        Instant started,
        URI endpoint,
        ClusterKind cluster,
        String clusterName,
        String clusterReason,
        String engine,
        String routes,
        List<String> shortages,
        List<String> gpu,
        List<String> operator,
        Readiness readiness) {
    public ApplianceStatus {
        shortages = List.copyOf(shortages);
        gpu = List.copyOf(gpu);
        operator = List.copyOf(operator);
    }
}
