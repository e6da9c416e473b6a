package io.aiplat.cluster;

import io.aiplat.cluster.kubernetes.KubernetesErrors;
import io.aiplat.config.BoundedYaml;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamedClusterBuilder;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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

    /// One context of it and what that needs, as the current one, with paths that hold wherever the text is put:
    /// who is given it can reach no other cluster by it.
    ///
    /// @param folder where the file is, which relative paths in it begin at
    /// @throws IllegalArgumentException if it is no kubeconfig, or has no such context
    public static String only(String yaml, String context, Path folder) {
        Config config = parse(yaml);
        NamedContext wanted = config.getContexts().stream()
                .filter(c -> context.equals(c.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no context " + context));
        String cluster = wanted.getContext().getCluster();
        String user = wanted.getContext().getUser();
        config.setContexts(List.of(wanted));
        config.setClusters(config.getClusters().stream()
                .filter(c -> c.getName().equals(cluster))
                .toList());
        config.setUsers(
                config.getUsers().stream().filter(u -> u.getName().equals(user)).toList());
        config.getClusters().forEach(c -> {
            String authority = c.getCluster().getCertificateAuthority();
            c.getCluster().setCertificateAuthority(absolute(folder, authority));
        });
        config.getUsers().forEach(u -> {
            AuthInfo login = u.getUser();
            login.setClientCertificate(absolute(folder, login.getClientCertificate()));
            login.setClientKey(absolute(folder, login.getClientKey()));
            login.setTokenFile(absolute(folder, login.getTokenFile()));
        });
        config.setCurrentContext(context);
        return Serialization.asYaml(config);
    }

    private static @Nullable String absolute(Path folder, @Nullable String path) {
        return path == null || path.isBlank() ? path : folder.resolve(path).toString();
    }

    /// Where kubectl looks: the files of `KUBECONFIG`, else `.kube/config` of the person.
    ///
    /// @return one or more
    public static List<Path> usual(Map<String, String> environment, Path userHome) {
        List<Path> named = Arrays.stream(
                        environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1))
                .filter(part -> !part.isBlank())
                .map(Path::of)
                .toList();
        return named.isEmpty() ? List.of(userHome.resolve(".kube/config")) : named;
    }

    /// Reads a file's text.
    ///
    /// @throws IllegalArgumentException if it is no kubeconfig
    public static Config parse(String yaml) {
        return read(yaml, Config.class);
    }

    /// Reads YAML, whatever it says.
    ///
    /// @throws IllegalArgumentException if it is none, or blank
    static <T> T read(String yaml, Class<T> type) {
        try {
            // No program that writes kubeconfigs writes aliases.
            BoundedYaml.requirePlain("the file", yaml);
            T read = Serialization.unmarshal(yaml, type);
            if (read == null) {
                throw new IllegalArgumentException("the file is empty");
            }
            return read;
        } catch (KubernetesClientException e) {
            throw new IllegalArgumentException("not a kubeconfig: " + KubernetesErrors.of(e), e);
        } catch (BoundedYaml.Malformed e) {
            throw new IllegalArgumentException("not a kubeconfig: " + e.place() + ": " + e.reason(), e);
        } catch (YamlEngineException e) {
            // Of fabric8, as for a key that occurs twice.
            throw new IllegalArgumentException("not a kubeconfig: " + e.getMessage(), e);
        }
    }
}
