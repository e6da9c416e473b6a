package io.aiplat.operator.agentops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.operator.desired.WantedSecret;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Secrets of an agent, in both spellings, and what other operators are to bring of them.
///
/// @param environment variables that are one entry of a secret each
/// @param whole       names of secrets all of whose entries are variables
/// @param brought     those that other operators are to bring
record AgentSecrets(List<EnvVar> environment, List<String> whole, List<WantedSecret> brought) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OF_EXTERNAL =
            Set.of("name", "key", "provider", "secretStoreRef", "remoteRef", "refreshInterval");
    private static final Set<String> OF_VAULT =
            Set.of("name", "key", "provider", "vaultAuthRef", "mount", "path", "type", "version", "refreshAfter");

    AgentSecrets {
        environment = List.copyOf(environment);
        whole = List.copyOf(whole);
        brought = List.copyOf(brought);
    }

    /// Reads them; empty where they are written in no form that is known.
    static Optional<AgentSecrets> read(@Nullable JsonNode written) {
        if (written == null || written.isNull()) {
            return Optional.of(new AgentSecrets(List.of(), List.of(), List.of()));
        }
        if (written.isObject()) {
            String name = written.path("apiKeySecret").asText();
            return name.isEmpty() || written.size() != 1
                    ? Optional.empty()
                    : Optional.of(new AgentSecrets(List.of(), List.of(name), List.of()));
        }
        List<EnvVar> environment = new ArrayList<>();
        Map<String, WantedSecret> brought = new LinkedHashMap<>();
        for (JsonNode each : written) {
            String name = each.path("name").asText();
            String key = each.path("key").asText();
            if (name.isEmpty() || key.isEmpty() || !bring(each, name, key, brought)) {
                return Optional.empty();
            }
            environment.add(new EnvVarBuilder()
                    .withName(key)
                    .withNewValueFrom()
                    .withNewSecretKeyRef(key, name, null)
                    .endValueFrom()
                    .build());
        }
        return written.isArray()
                ? Optional.of(new AgentSecrets(environment, List.of(), List.copyOf(brought.values())))
                : Optional.empty();
    }

    /// @return whether it is understood
    private static boolean bring(JsonNode item, String name, String key, Map<String, WantedSecret> brought) {
        return switch (item.path("provider").asText()) {
            case "" -> true;
            case "external" -> {
                if (!holdsOnly(item, OF_EXTERNAL)
                        || item.at("/secretStoreRef/name").asText().isEmpty()
                        || item.at("/remoteRef/key").asText().isEmpty()) {
                    yield false;
                }
                Map<String, Object> source = map(item, Set.of("secretStoreRef", "refreshInterval"));
                Map<String, Object> entry = map(item, Set.of("remoteRef"));
                entry.put("secretKey", key);
                yield add(brought, name, WantedSecret.Provider.EXTERNAL, source, List.of(entry));
            }
            case "vault" -> {
                if (!holdsOnly(item, OF_VAULT)
                        || item.path("mount").asText().isEmpty()
                        || item.path("path").asText().isEmpty()) {
                    yield false;
                }
                Map<String, Object> source = map(item, OF_VAULT);
                source.keySet().removeAll(Set.of("name", "key", "provider"));
                source.putIfAbsent("type", "kv-v2");
                yield add(brought, name, WantedSecret.Provider.VAULT, source, List.of());
            }
            default -> false;
        };
    }

    /// Items of one secret add their entries to it; they say the same of where it is.
    private static boolean add(
            Map<String, WantedSecret> brought,
            String name,
            WantedSecret.Provider provider,
            Map<String, Object> source,
            List<Map<String, Object>> entries) {
        WantedSecret before = brought.get(name);
        if (before == null) {
            brought.put(name, new WantedSecret(name, provider, source, entries));
            return true;
        }
        List<Map<String, Object>> all = new ArrayList<>(before.entries());
        all.addAll(entries);
        brought.put(name, new WantedSecret(name, provider, source, all));
        return before.provider() == provider && before.source().equals(source);
    }

    private static boolean holdsOnly(JsonNode item, Set<String> fields) {
        return item.properties().stream().allMatch(each -> fields.contains(each.getKey()));
    }

    private static Map<String, Object> map(JsonNode item, Set<String> fields) {
        Map<String, Object> map = new TreeMap<>();
        item.properties().stream()
                .filter(each -> fields.contains(each.getKey()))
                .forEach(each -> map.put(each.getKey(), JSON.convertValue(each.getValue(), Object.class)));
        return map;
    }
}
