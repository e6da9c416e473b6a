package io.aiplat.provisioning.plan;

import io.aiplat.model.Settings;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What tells a program that downloads which proxy to go through.
public final class ProxyVariables {
    /// Never through a proxy: the program itself and what is inside of the cluster.
    private static final List<String> DIRECT = List.of("127.0.0.1", "localhost", ".svc", ".cluster.local");

    private ProxyVariables() {}

    /// The variables; none where settings name no proxy, so that what the environment says stays.
    public static Map<String, String> of(Settings.Network network) {
        Map<String, String> variables = new TreeMap<>();
        put(variables, "HTTP_PROXY", network.httpProxy());
        put(variables, "HTTPS_PROXY", network.httpsProxy());
        if (!variables.isEmpty()) {
            Set<String> direct = new LinkedHashSet<>(network.noProxy());
            direct.addAll(DIRECT);
            variables.put("NO_PROXY", String.join(",", direct));
        }
        return variables;
    }

    private static void put(Map<String, String> variables, String name, @Nullable URI value) {
        if (value != null) {
            variables.put(name, value.toString());
        }
    }
}
