package io.aiplat.operator;

import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
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
        try {
            CustomResourceDefinition there = resource.withName(kind).get();
            if (there != null
                    && (there.getMetadata().getLabels() == null
                            || !there.getMetadata().getLabels().containsKey(Owner.LABEL))) {
                return Standing.OF_ANOTHER;
            }
            CustomResourceDefinition wanted = packed(kind);
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
                case HttpURLConnection.HTTP_FORBIDDEN -> Standing.DENIED;
                case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> {
                    LOG.warn("the definition of {} was refused: {}", kind, e.getMessage());
                    yield Standing.REFUSED;
                }
                default -> throw e;
            };
        }
    }

    private static boolean established(CustomResourceDefinition there) {
        return there != null
                && there.getStatus() != null
                && there.getStatus().getConditions() != null
                && there.getStatus().getConditions().stream()
                        .anyMatch(each -> "Established".equals(each.getType()) && "True".equals(each.getStatus()));
    }

    private CustomResourceDefinition packed(String kind) {
        try (InputStream in = CustomResourceDefinitions.class.getResourceAsStream("/crds/" + kind + "-v1.yml")) {
            if (in == null) {
                throw new IllegalStateException("the JAR has no definition of " + kind);
            }
            return client.getKubernetesSerialization().unmarshal(in, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
