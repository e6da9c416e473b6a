package io.aiplat.routing.litellm;

import io.aiplat.routing.UpstreamKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Converts `model_list`: entries of one name become the deployments of one model.
final class ModelEntries {
    private static final String URL = "https?://[^?#\\s@]+|os\\.environ/[A-Za-z_][A-Za-z0-9_]*";
    private static final String ALL_ATTEMPTS =
            "written as it is, but it is for one attempt there and for all attempts together here: look whether it is"
                    + " long enough";

    private final ConvertedConfig draft;
    private final ImportOutcomes verdicts;

    ModelEntries(ConvertedConfig draft, ImportOutcomes verdicts) {
        this.draft = draft;
        this.verdicts = verdicts;
    }

    void convert(LiteLlmNode list) {
        list.items().forEach(this::entry);
    }

    private void entry(LiteLlmNode entry) {
        LiteLlmNode params = entry.at("litellm_params");
        String name = entry.text("model_name");
        String model = params.text("model");
        if (name == null || model == null) {
            verdicts.manual(entry, "left out: it needs model_name and litellm_params.model");
            return;
        }
        String provider = ProviderAddress.provider(model);
        ProviderAddress origin = ProviderAddress.of(provider);
        String trouble = trouble(name, model, params, origin);
        if (trouble != null) {
            verdicts.manual(entry, "left out: " + trouble);
        } else if (origin == null) {
            verdicts.unsupported(entry, "left out: " + unspoken(provider, model));
        } else {
            deployment(entry, name, model.substring(model.indexOf('/') + 1), provider, origin);
        }
    }

    private static String unspoken(String provider, String model) {
        return provider.isEmpty()
                ? "the model " + model + " names no provider"
                : "aiplat does not speak to " + provider + "; an OpenAI-compatible endpoint of it can be an upstream";
    }

    private static @Nullable String trouble(
            String name, String model, LiteLlmNode params, @Nullable ProviderAddress origin) {
        String base = params.text("api_base");
        if (misplacedStar(name) || misplacedStar(model)) {
            return "a * can only stand at the end of a name";
        }
        if (model.endsWith("*") && !name.endsWith("*")) {
            return "the * of the model stands for what the * of the name stood for, and that has none";
        }
        if (base != null && !base.matches(URL)) {
            return "the address " + base.replaceAll("//[^/@]*@", "//***@") + " is none that an upstream can have";
        }
        return origin != null && origin.url() == null && base == null ? "it needs an api_base" : null;
    }

    private static boolean misplacedStar(String name) {
        return name.indexOf('*') >= 0 && name.indexOf('*') < name.length() - 1;
    }

    private void deployment(LiteLlmNode entry, String name, String model, String provider, ProviderAddress origin) {
        LiteLlmNode params = entry.at("litellm_params");
        String upstream = draft.upstream(provider, server(params, origin));
        ConvertedConfig.Model route = draft.models.computeIfAbsent(name, _ -> new ConvertedConfig.Model());
        if (!route.places.add(upstream + "\n" + model)) {
            verdicts.manual(entry, "left out: it is a deployment of this model already; give that one more weight");
            return;
        }
        verdicts.exact(entry.at("model_name"), "name of a model");
        verdicts.exact(params.at("api_base"), "url of the upstream");
        verdicts.exact(params.at("api_key"), "key of the upstream");
        verdicts.exact(params.at("organization"), "header of the upstream");
        verdicts.exact(params.at("extra_headers"), "headers of the upstream");
        verdicts.exact(params.at("model"), model + " of upstream " + upstream);
        Map<String, String> deployment = new LinkedHashMap<>();
        deployment.put("upstream", upstream);
        deployment.put("model", YamlText.text(model));
        take(params.at("weight"), "weight", YamlText.number(params.text("weight"), 1, 1000), deployment);
        take(params.at("order"), "order", YamlText.number(params.text("order"), 1, 1000), deployment);
        LiteLlmNode parallel = params.at("max_parallel_requests");
        take(parallel, "max_concurrent", YamlText.number(parallel.text(), 1, Integer.MAX_VALUE), deployment);
        if (origin.kind() == UpstreamKind.OLLAMA) {
            LiteLlmNode context = params.at("num_ctx");
            take(context, "context", YamlText.number(context.text(), 1, Integer.MAX_VALUE), deployment);
            take(params.at("keep_alive"), "keep_alive", keepAlive(params.text("keep_alive")), deployment);
        }
        price(entry, deployment);
        route.deployments.add(deployment);
        settings(params, route);
    }

    private static ConvertedConfig.Server server(LiteLlmNode params, ProviderAddress origin) {
        Map<String, String> settings = new LinkedHashMap<>();
        String base = params.text("api_base");
        settings.put("url", YamlText.text(base == null ? String.valueOf(origin.url()) : base));
        String key = params.text("api_key");
        if (key != null) {
            settings.put("key", YamlText.text(key));
        } else if (origin.key() != null && base == null) {
            settings.put("key", YamlText.text("os.environ/" + origin.key()));
        }
        Map<String, String> headers = new TreeMap<>();
        if (params.text("organization") != null) {
            headers.put(
                    YamlText.text("OpenAI-Organization"), YamlText.text(String.valueOf(params.text("organization"))));
        }
        params.at("extra_headers").fields().forEach((header, value) -> {
            if (value.text() != null && !value.text().isBlank()) {
                headers.put(YamlText.text(header), YamlText.text(value.text()));
            }
        });
        if (!headers.isEmpty()) {
            settings.put("headers", ConvertedConfig.flow(headers));
        }
        return new ConvertedConfig.Server(origin.kind(), settings);
    }

    private void price(LiteLlmNode entry, Map<String, String> deployment) {
        Map<String, String> price = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("input_cost_per_token", "input");
        names.put("output_cost_per_token", "output");
        names.put("cache_read_input_token_cost", "cached_input");
        names.put("cache_creation_input_token_cost", "cache_write");
        for (LiteLlmNode part : List.of(entry.at("litellm_params"), entry.at("model_info"))) {
            names.forEach((theirs, ours) -> take(part.at(theirs), ours, YamlText.million(part.text(theirs)), price));
        }
        if (!price.isEmpty()) {
            price.putIfAbsent("input", "0");
            price.put("per", "1M tokens");
            deployment.put("price", ConvertedConfig.flow(price));
        }
    }

    private void settings(LiteLlmNode params, ConvertedConfig.Model route) {
        LiteLlmNode most = params.at("max_tokens");
        take(most, "max_output_tokens", YamlText.number(most.text(), 1, Integer.MAX_VALUE), route.settings);
        take(params.at("num_retries"), "retries", YamlText.number(params.text("num_retries"), 0, 10), route.settings);
        take(params.at("max_retries"), "retries", YamlText.number(params.text("max_retries"), 0, 10), route.settings);
        String drop = params.text("drop_params");
        take(params.at("drop_params"), "drop_params", truth(drop), route.settings);
        time(params.at("timeout"), "timeout", route.settings);
        time(params.at("stream_timeout"), "first_byte", route.settings);
    }

    private void time(LiteLlmNode field, String key, Map<String, String> into) {
        String time = YamlText.seconds(field.text());
        if (time != null
                && key.equals("timeout")
                && into.getOrDefault(key, time).equals(time)) {
            into.put(key, time);
            verdicts.manual(field, ALL_ATTEMPTS);
        } else {
            take(field, key, time, into);
        }
    }

    /// Takes a value over, or says that a person has to.
    ///
    /// @param value null where it cannot be taken over
    private void take(LiteLlmNode field, String key, @Nullable String value, Map<String, String> into) {
        if (field.text() == null) {
            return;
        }
        String before = value == null ? null : into.putIfAbsent(key, value);
        if (value == null) {
            verdicts.manual(field, "left out: write " + key + " by hand, this value cannot be taken over");
        } else if (before != null && !before.equals(value)) {
            verdicts.manual(field, "left out: another deployment of the model says " + before);
        } else {
            verdicts.exact(field, key);
        }
    }

    static @Nullable String truth(@Nullable String text) {
        return text != null && List.of("true", "false").contains(text.toLowerCase(java.util.Locale.ROOT))
                ? text.toLowerCase(java.util.Locale.ROOT)
                : null;
    }

    private static @Nullable String keepAlive(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.startsWith("-")) {
            return "forever";
        }
        return text.equals("0") || text.matches("[1-9][0-9]{0,8}(ms|s|m|h)") ? text : YamlText.seconds(text);
    }
}
