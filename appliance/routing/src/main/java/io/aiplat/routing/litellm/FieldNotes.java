package io.aiplat.routing.litellm;

import io.aiplat.routing.litellm.ImportOutcomes.Judged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be said of fields whose value does not matter for it. A path may end in `_*`: all that
/// begin so.
final class FieldNotes {
    private static final String PARAMS = "model_list[].litellm_params.";
    private static final String MODEL = "model_list[].model_info.";
    private static final Map<String, Judged> NOTES = new HashMap<>();

    static {
        exact("not needed: the endpoint that is called decides", MODEL + "mode");
        exact("not needed: upstreams say themselves what they can do", MODEL + "supports_*");
        unsupported("deployments are told apart by upstream and model", MODEL + "id");
        manual("it only names a price list: write the price into the deployment", MODEL + "base_model");
        manual("name these models in the `models` of the keys", MODEL + "access_groups");
        manual(
                "if it is a local model, write prompt and answer together as the deployment's context",
                MODEL + "max_tokens",
                MODEL + "max_input_tokens",
                MODEL + "max_output_tokens");
        manual(
                "aiplat bounds keys (rpm, tpm) and a deployment's requests at once (max_concurrent)",
                PARAMS + "rpm",
                PARAMS + "tpm",
                MODEL + "rpm",
                MODEL + "tpm");
        unsupported(
                "aiplat adds no parameters: clients send their own",
                PARAMS + "temperature",
                PARAMS + "top_p",
                PARAMS + "top_k",
                PARAMS + "seed",
                PARAMS + "stop",
                PARAMS + "extra_body",
                PARAMS + "presence_penalty",
                PARAMS + "frequency_penalty");
        unsupported("aiplat routes by name, not by tag", PARAMS + "tags");
        manual("write the credential's key and url into the upstream", PARAMS + "litellm_credential_name");
        manual("write the keys and urls into the upstreams that use them", "credential_list");
        manual("set it in the environment that aiplat starts in", "environment_variables");
        manual("convert that file as well and join the results", "include");
        manual("write a guard (mask, block or presidio) and name it in `guards` of the models", "guardrails");
        exact("always so: the size of a prompt is checked before it is sent", "router_settings.enable_pre_call_checks");
        exact(
                "prompts and answers are never logged unless `telemetry.content` says so",
                "litellm_settings.turn_off_message_logging",
                "litellm_settings.redact_user_api_key_info");
        unsupported(
                "what is known of deployments is kept in the process: no Redis",
                "router_settings.redis_*",
                "litellm_settings.cache_params.redis_*",
                "litellm_settings.cache_params.host",
                "litellm_settings.cache_params.port",
                "litellm_settings.cache_params.password");
        unsupported("a cache has a ttl and max_entries", "litellm_settings.cache_params");
        unsupported(
                "the policy is fixed: docs say which failures are repeated, and none counts that the request caused",
                "router_settings.retry_policy",
                "router_settings.model_group_retry_policy",
                "router_settings.allowed_fails_policy",
                "router_settings.retry_after",
                "router_settings.max_fallbacks");
        manual("write a long `cooldown.failures` in defaults to the same end", "router_settings.disable_cooldowns");
        unsupported(
                "aiplat needs no database server: keys are in its own store, and LiteLLM keeps only hashes of the old"
                        + " ones, so make them anew with `aiplat keys`",
                "general_settings.database_url",
                "general_settings.database_*",
                "general_settings.store_model_in_db",
                "general_settings.store_prompts_in_spend_logs",
                "general_settings.disable_spend_logs",
                "general_settings.use_redis_transaction_buffer",
                "general_settings.proxy_batch_write_at",
                "general_settings.allow_requests_on_db_unavailable");
        unsupported("secrets of the new store are hashes, which need no salt key", "general_settings.salt_key");
        unsupported(
                "health comes from real traffic",
                "general_settings.background_health_checks",
                "general_settings.health_check_*",
                MODEL + "health_check_*");
        unsupported(
                "watch the metrics of /metrics with your own alerts",
                "general_settings.alerting",
                "general_settings.alerting_*",
                "general_settings.alert_types");
        unsupported(
                "aiplat's own log has no such switch",
                "litellm_settings.set_verbose",
                "litellm_settings.json_logs",
                "litellm_settings.log_raw_request_response",
                "router_settings.set_verbose",
                "router_settings.debug_level");
        manual(
                "give every key its `concurrent`",
                "general_settings.max_parallel_requests",
                "general_settings.global_max_parallel_requests");
        manual("give the keys a budget", "litellm_settings.max_budget", "litellm_settings.budget_duration");
        manual(
                "give keys a budget when you make them",
                "litellm_settings.max_internal_user_budget",
                "litellm_settings.internal_user_budget_duration",
                "litellm_settings.default_internal_user_params",
                "litellm_settings.default_team_settings",
                "litellm_settings.upperbound_key_generate_params",
                "litellm_settings.default_key_generate_params");
    }

    private FieldNotes() {}

    private static void exact(String note, String... paths) {
        List.of(paths).forEach(path -> NOTES.put(path, new Judged(ImportOutcome.EXACT, note)));
    }

    private static void manual(String note, String... paths) {
        List.of(paths).forEach(path -> NOTES.put(path, new Judged(ImportOutcome.MANUAL, note)));
    }

    private static void unsupported(String note, String... paths) {
        List.of(paths).forEach(path -> NOTES.put(path, new Judged(ImportOutcome.UNSUPPORTED, note)));
    }

    /// What is to be said; null for nothing.
    ///
    /// @param path with `[]` for every place in a list
    static @Nullable Judged of(String path) {
        Judged found = NOTES.get(path);
        // `redis_*` stands for all that begin so.
        for (int end = path.lastIndexOf('_'); found == null && end > path.lastIndexOf('.'); ) {
            found = NOTES.get(path.substring(0, end + 1) + "*");
            end = path.lastIndexOf('_', end - 1);
        }
        return found;
    }
}
