package io.aiplat.cluster;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamedClusterBuilder;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/// Kubeconfig files as text.
public final class Kubeconfig {
    private Kubeconfig() {}

    /// The same access under a name and an address of ours, so that it can be merged with others.
    ///
    /// @param yaml   with one cluster and one user, as k3s writes it
    /// @param name   of cluster, user and context
    /// @param server address of the API
    /// @throws IllegalArgumentException if it is not such a file (k3s may be in the middle of writing it)
    public static String renamed(String yaml, String name, String server) {
        Config config = parse(yaml);
        if (config == null
                || config.getClusters().size() != 1
                || config.getUsers().size() != 1) {
            throw new IllegalArgumentException("not the kubeconfig of one cluster and one user");
        }
        config.setClusters(List.of(new NamedClusterBuilder(config.getClusters().getFirst())
                .withName(name)
                .editCluster()
                .withServer(server)
                .endCluster()
                .build()));
        config.setUsers(List.of(new NamedAuthInfoBuilder(config.getUsers().getFirst())
                .withName(name)
                .build()));
        config.setContexts(List.of(new NamedContextBuilder()
                .withName(name)
                .withNewContext()
                .withCluster(name)
                .withUser(name)
                .endContext()
                .build()));
        config.setCurrentContext(name);
        return Serialization.asYaml(config);
    }

    /// Reads a file's text.
    ///
    /// @throws IllegalArgumentException if it is no kubeconfig
    public static Config parse(String yaml) {
        try {
            Config config = Serialization.unmarshal(yaml, Config.class);
            if (config == null) {
                throw new IllegalArgumentException("the file is empty");
            }
            return config;
        } catch (KubernetesClientException e) {
            throw new IllegalArgumentException("not a kubeconfig: " + Words.of(e), e);
        }
    }
}
