package io.aiplat.operator.agenticlayer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Configuration of LiteLLM's proxy as the operator of the Agentic Layer writes it, with the patch that a resource
/// names: a merge patch by [RFC 7396](https://www.rfc-editor.org/rfc/rfc7396) in the entry `patch.yaml` of a config
/// map.
final class LiteLlmConfig {
    private static final String ANNOTATION = "ai-gateway-litellm.agentic-layer.ai/config-patch";
    private static final String ENTRY = "patch.yaml";
    private static final String MODELS = "model_list";
    private static final String OLLAMA = "ollama";

    private LiteLlmConfig() {}

    /// What LiteLLM would have to serve besides the models of aiplat itself; empty for nothing.
    ///
    /// @throws ApplianceException OPERATOR_NOTHING_REFERRED_TO, OPERATOR_PATCH_UNREADABLE
    static ObjectNode of(AiGateway resource, ClusterReader cluster) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        resource.getSpec().aiModels().stream()
                .filter(model -> !model.provider().equals(OLLAMA))
                .forEach(model -> {
                    ObjectNode entry = config.withArray(MODELS).addObject();
                    entry.put("model_name", model.name());
                    entry.putObject("litellm_params").put("model", model.provider() + "/" + model.name());
                });
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        String patch = annotations == null ? null : annotations.get(ANNOTATION);
        if (patch != null) {
            merge(config, patch(resource, patch, cluster));
        }
        return config;
    }

    /// Takes models out of a configuration that cannot be served, so that the others are.
    ///
    /// @param trouble of a configuration with one model alone; empty for none
    /// @return the trouble of each that was taken out
    static List<Problem> leaveOut(ObjectNode config, Function<ObjectNode, Optional<Problem>> trouble) {
        List<Problem> found = new ArrayList<>();
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode model : config.path(MODELS)) {
            ObjectNode alone = JsonNodeFactory.instance.objectNode();
            alone.putArray(MODELS).add(model);
            trouble.apply(alone).ifPresentOrElse(found::add, () -> kept.add(model));
        }
        if (kept.isEmpty()) {
            config.remove(MODELS);
        } else {
            config.set(MODELS, kept);
        }
        return found;
    }

    private static JsonNode patch(AiGateway resource, String map, ClusterReader cluster) {
        String name = resource.getMetadata().getName();
        String text = cluster.configMap(resource.getMetadata().getNamespace(), map)
                .map(entries -> entries.get(ENTRY))
                .orElseThrow(() -> new ApplianceException(ResourceProblems.nothingReferredTo(
                        "The gateway " + name, "ConfigMap " + map + " with an entry " + ENTRY)));
        try {
            return Serialization.unmarshal(text, JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new ApplianceException(
                    ResourceProblems.patchUnreadable(name, map, String.valueOf(e.getMessage())), e);
        }
    }

    /// RFC 7396, section 2.
    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(each -> {
            String key = each.getKey();
            JsonNode value = each.getValue();
            if (value.isNull()) {
                target.remove(key);
            } else if (value.isObject()) {
                JsonNode there = target.get(key);
                ObjectNode inner = there instanceof ObjectNode object ? object : target.putObject(key);
                merge(inner, value);
            } else {
                target.set(key, value);
            }
        });
    }
}
