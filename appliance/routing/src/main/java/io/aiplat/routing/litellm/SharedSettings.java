package io.aiplat.routing.litellm;

import io.aiplat.routing.FallbackReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Converts `router_settings`, `litellm_settings` and `general_settings`, which hold for all models.
final class SharedSettings {
    private static final Map<String, FallbackReason> FALLBACKS = Map.of(
            "fallbacks", FallbackReason.GENERAL,
            "context_window_fallbacks", FallbackReason.CONTEXT_WINDOW,
            "content_policy_fallbacks", FallbackReason.CONTENT_POLICY);
    private static final List<String> CALLBACKS = List.of("callbacks", "success_callback", "failure_callback");

    private final ConvertedConfig draft;
    private final ImportOutcomes verdicts;

    SharedSettings(ConvertedConfig draft, ImportOutcomes verdicts) {
        this.draft = draft;
        this.verdicts = verdicts;
    }

    void convert(LiteLlmNode file) {
        LiteLlmNode router = file.at("router_settings");
        LiteLlmNode litellm = file.at("litellm_settings");
        strategy(router.at("routing_strategy"));
        aliases(router.at("model_group_alias"));
        for (LiteLlmNode section : List.of(router, litellm)) {
            numbers(section);
            FALLBACKS.forEach((key, reason) -> fallbacks(section.at(key), reason));
            LiteLlmNode defaults = section.at("default_fallbacks");
            defaults.items().forEach(item -> standIn(item, null, FallbackReason.GENERAL));
        }
        LiteLlmNode drop = litellm.at("drop_params");
        take(drop, "drop_params", ModelEntries.truth(drop.text()), draft.defaults.settings);
        cache(litellm);
        CALLBACKS.forEach(key -> callbacks(litellm.at(key)));
        masterKey(file.at("general_settings").at("master_key"));
    }

    private void strategy(LiteLlmNode field) {
        if (field.text() == null) {
            return;
        }
        switch (field.text()) {
            case "simple-shuffle" -> take(field, "strategy", "weighted", draft.defaults.settings);
            case "least-busy" -> take(field, "strategy", "least_busy", draft.defaults.settings);
            case "latency-based-routing" -> take(field, "strategy", "lowest_latency", draft.defaults.settings);
            default -> {
                draft.defaults.settings.put("strategy", "least_busy");
                verdicts.manual(field, "least_busy is nearest, and written; choose another strategy if you like");
            }
        }
    }

    private void numbers(LiteLlmNode section) {
        LiteLlmNode retries = section.at("num_retries");
        take(retries, "retries", YamlText.number(retries.text(), 0, 10), draft.defaults.settings);
        for (LiteLlmNode time : List.of(section.at("timeout"), section.at("request_timeout"))) {
            String whole = YamlText.seconds(time.text());
            if (whole != null
                    && draft.defaults.settings.getOrDefault("timeout", whole).equals(whole)) {
                draft.defaults.settings.put("timeout", whole);
                verdicts.manual(
                        time, "written, but here it is for all attempts together: look whether it is long enough");
            } else {
                take(time, "timeout", whole, draft.defaults.settings);
            }
        }
        LiteLlmNode first = section.at("stream_timeout");
        take(first, "first_byte", YamlText.seconds(first.text()), draft.defaults.settings);
        LiteLlmNode pause = section.at("cooldown_time");
        take(pause, "for", YamlText.seconds(pause.text()), draft.cooldown);
        LiteLlmNode fails = section.at("allowed_fails");
        String allowed = YamlText.number(fails.text(), 0, 1_000_000);
        if (allowed != null) {
            draft.cooldown.put("failures", String.valueOf(Integer.parseInt(allowed) + 1));
            verdicts.manual(
                    fails, "cooldown.failures is one more, and here a success between them begins the count anew");
        } else {
            take(fails, "cooldown.failures", null, draft.cooldown);
        }
    }

    private void fallbacks(LiteLlmNode list, FallbackReason reason) {
        for (LiteLlmNode item : list.items()) {
            item.fields().forEach((model, others) -> {
                boolean all = model.equals("*");
                if (!all && !draft.models.containsKey(model)) {
                    verdicts.manual(others, "left out: no model of this file is called " + model);
                } else if (others.items().isEmpty()) {
                    verdicts.manual(others, "left out: it is no list");
                } else {
                    others.items().forEach(other -> standIn(other, all ? null : model, reason));
                }
            });
        }
    }

    /// @param model null for all
    private void standIn(LiteLlmNode other, @Nullable String model, FallbackReason reason) {
        String name = other.text();
        String meant = name == null ? null : draft.aliases.getOrDefault(name, name);
        if (name == null || meant == null) {
            verdicts.manual(other, "left out: only names of models can stand in");
        } else if (!draft.serves(meant)) {
            verdicts.manual(other, "left out: no model of this file is called " + name);
        } else if (meant.equals(model)) {
            verdicts.manual(other, "left out: a model cannot stand in for itself");
        } else {
            ConvertedConfig.Model route =
                    model == null ? draft.defaults : Objects.requireNonNull(draft.models.get(model));
            List<String> names = route.fallbacks.computeIfAbsent(reason, _ -> new ArrayList<>());
            if (!names.contains(name)) {
                names.add(name);
            }
            verdicts.exact(other, "fallbacks." + reason.word());
        }
    }

    private void aliases(LiteLlmNode aliases) {
        aliases.fields().forEach((alias, target) -> {
            LiteLlmNode field = target.isLeaf() ? target : target.at("model");
            String name = field.text();
            if (name == null || !draft.serves(name) || draft.models.containsKey(alias)) {
                verdicts.manual(target, "left out: an alias is another name of a model of this file, and of no other");
            } else {
                draft.aliases.put(alias, name);
                verdicts.exact(field, "alias");
                verdicts.unsupported(target.at("hidden"), "every alias is listed");
            }
        });
    }

    private void cache(LiteLlmNode litellm) {
        LiteLlmNode cache = litellm.at("cache");
        LiteLlmNode params = litellm.at("cache_params");
        LiteLlmNode ttl = params.at("ttl");
        String time = YamlText.seconds(ttl.text());
        if (!"true".equals(ModelEntries.truth(cache.text()))) {
            verdicts.exact(cache, "nothing is kept unless a model says so");
            verdicts.exact(params, "of no use without cache");
            return;
        }
        draft.defaults.settings.put("cache", time == null ? "{}" : "{ttl: " + time + "}");
        verdicts.manual(cache, "written: answers to equal requests are kept in the process, for each model by itself");
        take(ttl, "cache.ttl", time, new HashMap<>());
        LiteLlmNode type = params.at("type");
        if ("local".equals(type.text())) {
            verdicts.exact(type, "in the process");
        } else {
            verdicts.unsupported(type, "answers are kept in the process only, and only for equal requests");
        }
    }

    private void callbacks(LiteLlmNode list) {
        for (LiteLlmNode callback : list.leaves()) {
            String name = callback.text();
            if ("prometheus".equals(name)) {
                verdicts.exact(callback, "/metrics is always there");
            } else if ("otel".equals(name) || "arize".equals(name) || "langfuse_otel".equals(name)) {
                verdicts.manual(callback, "write the collector's address as telemetry.otlp");
            } else if ("presidio".equals(name)) {
                verdicts.manual(callback, "write a guard of kind presidio and name it in `guards` of the models");
            } else if (name != null) {
                verdicts.unsupported(callback, "send spans to a collector (telemetry.otlp) and from there to " + name);
            }
        }
    }

    private void masterKey(LiteLlmNode field) {
        String key = field.text();
        if (key != null && key.length() >= 8) {
            draft.keys.put("master", YamlText.text(key));
            verdicts.exact(field, "admin key `master`");
        } else if (key != null) {
            verdicts.manual(field, "left out: a key has at least 8 characters; write a better one into `keys`");
        }
    }

    private void take(LiteLlmNode field, String key, @Nullable String value, Map<String, String> into) {
        if (field.text() == null) {
            return;
        }
        String before = value == null ? null : into.putIfAbsent(key, value);
        if (value == null) {
            verdicts.manual(
                    field, "left out: write " + key + " into defaults by hand, this value cannot be taken over");
        } else if (before != null && !before.equals(value)) {
            verdicts.manual(field, "left out: another section says " + before);
        } else {
            verdicts.exact(field, "defaults: " + key);
        }
    }
}
