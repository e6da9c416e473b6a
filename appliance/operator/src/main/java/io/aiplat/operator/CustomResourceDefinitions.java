package io.aiplat.operator;

import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Custom resource definitions in the JAR, and in a cluster.
final class CustomResourceDefinitions {
    private static final Logger LOG = LoggerFactory.getLogger(CustomResourceDefinitions.class);
    private static final String FIELD_MANAGER = "aiplat";
    private static final int ESTABLISHED_SECONDS = 20;
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final String owner;

    /// What became of a definition.
    enum Standing {
        /// It is there and ours.
        OURS,
        /// It is there, and another operator's.
        OF_ANOTHER,
        /// It is not there, and we may not make it.
        DENIED,
        /// The cluster does not take it: a Kubernetes that is older than one of its rules.
        REFUSED
    }

    /// @param owner id of the home
    CustomResourceDefinitions(KubernetesClient client, String owner) {
        this.client = client;
        this.owner = owner;
    }

    /// Makes a definition as it should be, unless it is another operator's.
    ///
    /// @param kind plural name and group
    Standing apply(String kind) {
        var resource = client.apiextensions().v1().customResourceDefinitions();
        CustomResourceDefinition there = null;
        try {
            there = resource.withName(kind).get();
            if (there != null
                    && (there.getMetadata().getLabels() == null
                            || !there.getMetadata().getLabels().containsKey(Owner.LABEL))) {
                return Standing.OF_ANOTHER;
            }
            CustomResourceDefinition wanted = ClusterDefinitions.packed(client.getKubernetesSerialization(), kind);
            wanted.getMetadata().setLabels(Owner.labels(owner));
            resource.resource(wanted)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            resource.withName(kind)
                    .waitUntilCondition(CustomResourceDefinitions::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
            return Standing.OURS;
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                // One that is there and carries our label was made for us by somebody who may.
                case HttpURLConnection.HTTP_FORBIDDEN -> there == null ? Standing.DENIED : Standing.OURS;
                case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> {
                    LOG.warn("the definition of {} was refused: {}", kind, e.getMessage());
                    yield Standing.REFUSED;
                }
                default -> throw e;
            };
        }
    }

    /// Whether the cluster serves a kind, which everybody may ask. Whose it is may not be asked by who is limited to a
    /// namespace; who limits them has said that this operator is to serve it.
    ///
    /// @param kind plural name and group
    Standing there(String kind) {
        int dot = kind.indexOf('.');
        String group = kind.substring(dot + 1);
        APIGroup found = client.getApiGroup(group);
        return found != null
                        && found.getVersions().stream()
                                .map(version -> client.getApiResources(version.getGroupVersion()))
                                .filter(Objects::nonNull)
                                .flatMap(list -> list.getResources().stream())
                                .anyMatch(each -> each.getName().equals(kind.substring(0, dot)))
                ? Standing.OURS
                : Standing.DENIED;
    }

    private static boolean established(CustomResourceDefinition there) {
        return there != null
                && there.getStatus() != null
                && there.getStatus().getConditions() != null
                && there.getStatus().getConditions().stream()
                        .anyMatch(each -> "Established".equals(each.getType()) && "True".equals(each.getStatus()));
    }
}
