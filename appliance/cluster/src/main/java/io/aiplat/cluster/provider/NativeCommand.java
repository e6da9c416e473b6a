package io.aiplat.cluster.provider;

import io.aiplat.model.Digests;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How k3s is started on the machine itself.
///
/// @param words     the program and its arguments
/// @param variables added to its environment
/// @param files     that it reads: path in `/etc/rancher/k3s` to content
record NativeCommand(List<String> words, Map<String, String> variables, Map<String, byte[]> files) {
    private static final String AUTHORITIES = "aiplat-authorities";
    private static final String FOLDER = "/etc/rancher/k3s/";
    /// Where programs written in Go look for authorities unless told; telling them replaces the list.
    private static final String USUAL_AUTHORITIES = "/etc/ssl/certs:/etc/pki/tls/certs:";

    NativeCommand {
        words = List.copyOf(words);
        variables = Map.copyOf(variables);
        files = Map.copyOf(files);
    }

    static NativeCommand of(ClusterSpec spec, Path k3s, Settings.Network network, int cgroupVersion) {
        List<String> words = new ArrayList<>(NodeContainer.command(spec.name(), cgroupVersion));
        words.addFirst(k3s.toString());
        words.add("--https-listen-port=" + spec.apiPort());
        // A port of a model engine is for this machine, as that of a container is.
        words.add("--kube-proxy-arg=nodeport-addresses=127.0.0.0/8");
        Map<String, String> variables = new LinkedHashMap<>(NodeContainer.environment(spec.name(), network));
        Map<String, byte[]> files = new TreeMap<>();
        NodeFiles.registries(network).ifPresent(text -> files.put("registries.yaml", text));
        Path authority = network.caFile();
        if (authority != null) {
            // Beside what the machine trusts, which is not ours to change.
            files.put(AUTHORITIES + "/ca.crt", read(authority));
            variables.put("SSL_CERT_DIR", USUAL_AUTHORITIES + FOLDER + AUTHORITIES);
        }
        return new NativeCommand(words, variables, files);
    }

    private static byte[] read(Path authority) {
        try {
            return Files.readAllBytes(authority);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate authority was readable when settings were read", e);
        }
    }

    /// Of everything it is started with.
    String fingerprint() {
        StringBuilder all = new StringBuilder(String.join("\n", words));
        new TreeMap<>(variables)
                .forEach(
                        (key, value) -> all.append('\n').append(key).append('=').append(value));
        new TreeMap<>(files)
                .forEach((path, content) ->
                        all.append('\n').append(path).append(' ').append(Digests.sha256(content)));
        return Digests.sha256(all.toString());
    }
}
