package io.aiplat.routing.litellm;

import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.UpstreamKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Converted configuration: a `gateway.yaml` that is being written.
/// Values are texts as the file has them.
final class ConvertedConfig {
    final Map<String, String> keys = new LinkedHashMap<>();
    final Map<Server, String> upstreams = new LinkedHashMap<>();
    final Map<String, Model> models = new LinkedHashMap<>();
    final Map<String, String> aliases = new LinkedHashMap<>();
    final Model defaults = new Model();
    final Map<String, String> cooldown = new LinkedHashMap<>();

    /// @param settings the keys of an upstream but its provider
    record Server(UpstreamKind kind, Map<String, String> settings) {}

    /// A model, or what holds for all.
    static final class Model {
        final Set<String> places = new LinkedHashSet<>();
        final List<Map<String, String>> deployments = new ArrayList<>();
        final Map<String, String> settings = new LinkedHashMap<>();
        final Map<FallbackReason, List<String>> fallbacks = new EnumMap<>(FallbackReason.class);
    }

    /// The name of a server, which is new or as one before.
    String upstream(String provider, Server server) {
        String known = upstreams.get(server);
        if (known != null) {
            return known;
        }
        String name = provider;
        for (int n = 2; upstreams.containsValue(name); n++) {
            name = provider + "-" + n;
        }
        upstreams.put(server, name);
        return name;
    }

    /// Whether a name is served by a model of that very name, or by a wildcard.
    boolean serves(String name) {
        return models.containsKey(name)
                || models.keySet().stream()
                        .filter(m -> m.endsWith("*"))
                        .anyMatch(m -> name.startsWith(m.substring(0, m.length() - 1)));
    }

    /// The file.
    String text() {
        StringBuilder text = new StringBuilder("# Converted from a configuration of LiteLLM.\n");
        if (!keys.isEmpty()) {
            text.append("keys:\n");
            keys.forEach((name, key) -> text.append("  - {name: ")
                    .append(name)
                    .append(", key: ")
                    .append(key)
                    .append(", admin: true, models: [\"*\"]}\n"));
        }
        if (!upstreams.isEmpty()) {
            text.append("upstreams:\n");
            upstreams.forEach((server, name) -> {
                Map<String, String> all =
                        new LinkedHashMap<>(Map.of("provider", server.kind().word()));
                all.putAll(server.settings());
                text.append("  ").append(name).append(": ").append(flow(all)).append('\n');
            });
        }
        // A file without any key would be taken for one that lost them.
        text.append(models.isEmpty() ? "models: []\n" : "models:\n");
        models.forEach((name, model) -> model(name, model, text));
        if (!aliases.isEmpty()) {
            text.append("aliases:\n");
            aliases.forEach((alias, name) -> text.append("  ")
                    .append(YamlText.text(alias))
                    .append(": ")
                    .append(YamlText.text(name))
                    .append('\n'));
        }
        if (!cooldown.isEmpty()) {
            defaults.settings.put("cooldown", flow(cooldown));
        }
        StringBuilder shared = new StringBuilder();
        settings(defaults, "  ", shared);
        return shared.isEmpty()
                ? text.toString()
                : text.append("defaults:\n").append(shared).toString();
    }

    private static void model(String name, Model model, StringBuilder text) {
        text.append("  - name: ").append(YamlText.text(name)).append("\n    deployments:\n");
        model.deployments.forEach(d -> text.append("      - ").append(flow(d)).append('\n'));
        settings(model, "    ", text);
    }

    private static void settings(Model model, String indent, StringBuilder text) {
        model.settings.forEach((key, value) ->
                text.append(indent).append(key).append(": ").append(value).append('\n'));
        if (!model.fallbacks.isEmpty()) {
            Map<String, String> lists = new LinkedHashMap<>();
            model.fallbacks.forEach((reason, names) -> lists.put(
                    reason.word(), names.stream().map(YamlText::text).toList().toString()));
            text.append(indent).append("fallbacks: ").append(flow(lists)).append('\n');
        }
    }

    static String flow(Map<String, String> fields) {
        List<String> parts = new ArrayList<>();
        fields.forEach((key, value) -> parts.add(key + ": " + value));
        return "{" + String.join(", ", parts) + "}";
    }
}
