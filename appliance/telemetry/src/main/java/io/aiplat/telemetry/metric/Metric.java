package io.aiplat.telemetry.metric;

import static io.aiplat.telemetry.metric.MetricKind.COUNTER;
import static io.aiplat.telemetry.metric.MetricKind.GAUGE;
import static io.aiplat.telemetry.metric.MetricKind.HISTOGRAM;

import java.util.List;

/// Every metric of the gateway. Names and labels are a promise: docs/reference/telemetry.md is made of this table.
public enum Metric {
    OPERATION_DURATION(
            HISTOGRAM,
            "gen_ai_client_operation_duration_seconds",
            "How long one attempt at an upstream took.",
            "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,upstream,error_type"),
    TOKEN_USAGE(
            HISTOGRAM,
            "gen_ai_client_token_usage",
            "Tokens of one request.",
            "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,upstream,gen_ai_token_type"),
    REQUEST_DURATION(
            HISTOGRAM,
            "gen_ai_server_request_duration_seconds",
            "How long a request took, all attempts and waiting included.",
            "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,upstream"),
    TIME_TO_FIRST_TOKEN(
            HISTOGRAM,
            "gen_ai_server_time_to_first_token_seconds",
            "From the request to the first token for the client.",
            "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,upstream"),
    TIME_PER_OUTPUT_TOKEN(
            HISTOGRAM,
            "gen_ai_server_time_per_output_token_seconds",
            "Time for each token after the first.",
            "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,upstream"),
    REQUESTS(COUNTER, "aiplat_gateway_requests_total", "Requests answered.", "model,upstream,surface,code"),
    ERRORS(
            COUNTER,
            "aiplat_gateway_errors_total",
            "Requests that ended in an error.",
            "model,upstream,surface,error_type"),
    RETRIES(COUNTER, "aiplat_gateway_retries_total", "Attempts after the first.", "model,upstream,surface"),
    TOKENS(COUNTER, "aiplat_gateway_tokens_total", "Tokens used.", "model,team,type,estimated"),
    COST(COUNTER, "aiplat_gateway_cost_total", "Money spent, in units of the currency.", "model,team,currency"),
    GPU_SECONDS(
            COUNTER,
            "aiplat_gateway_gpu_seconds_total",
            "Seconds of a GPU that fall to requests: their time at a server, times its GPUs, over who was there.",
            "model,team"),
    SLOT_SECONDS(
            COUNTER,
            "aiplat_gateway_slot_seconds_total",
            "Seconds that requests held a place at a server of ours.",
            "model,team"),
    STREAMS(COUNTER, "aiplat_gateway_streams_total", "Streams by how they ended.", "model,upstream,surface,outcome"),
    CACHE(COUNTER, "aiplat_gateway_cache_requests_total", "Requests that asked the response cache.", "model,outcome"),
    GUARDS(COUNTER, "aiplat_gateway_guard_hits_total", "Times a guard changed or refused something.", "guard,action"),
    BODY_REFUSALS(COUNTER, "aiplat_gateway_body_refusals_total", "Bodies that were not read.", "reason"),
    COOLDOWNS(COUNTER, "aiplat_gateway_upstream_cooldowns_total", "Times an upstream was given a rest.", "upstream"),
    SPANS(COUNTER, "aiplat_gateway_spans_total", "Spans by what became of them.", "outcome"),
    STORED_SPANS(
            COUNTER,
            "aiplat_gateway_stored_spans_total",
            "Spans for the store of traces: `stored`, `dropped` because too many waited, `failed` to be written.",
            "outcome"),
    QUEUE_WAIT(
            HISTOGRAM,
            "aiplat_gateway_queue_wait_seconds",
            "How long requests waited for a place at an upstream.",
            "upstream"),
    COLD_STARTS(
            COUNTER,
            "aiplat_gateway_cold_starts_total",
            "Times that servers were started because somebody asked for them, `started` or `failed`.",
            "model,outcome"),
    COLD_START_WAIT(
            HISTOGRAM,
            "aiplat_gateway_cold_start_wait_seconds",
            "How long requests waited for a server to be started.",
            "model"),
    QUEUE_DEPTH(GAUGE, "aiplat_gateway_queue_depth", "Requests that wait for a place at an upstream.", "upstream"),
    IN_FLIGHT(GAUGE, "aiplat_gateway_requests_in_flight", "Requests being answered.", ""),
    UPSTREAM_IN_FLIGHT(GAUGE, "aiplat_gateway_upstream_in_flight", "Attempts being made at an upstream.", "upstream"),
    UPSTREAM_HEALTHY(
            GAUGE, "aiplat_gateway_upstream_healthy", "1 when an upstream is used, 0 when it rests.", "model,upstream"),
    BUDGET_LEFT(
            GAUGE,
            "aiplat_gateway_budget_left",
            "What a key or team may still spend, in units of the currency.",
            "owner,name,currency"),
    BUDGET_USED(
            GAUGE,
            "aiplat_gateway_budget_used_ratio",
            "Share of a budget that is spent or reserved; 1 is all of it.",
            "owner,name,window"),
    BYTES_IN_FLIGHT(GAUGE, "aiplat_gateway_body_bytes_in_flight", "Bytes of bodies held now.", ""),
    CONNECTIONS(GAUGE, "aiplat_gateway_connections", "Connections of clients that are open now.", ""),
    CONNECTIONS_LIMIT(GAUGE, "aiplat_gateway_connections_limit", "Connections of clients that may be open.", ""),
    CONNECTIONS_REFUSED(
            COUNTER,
            "aiplat_gateway_connections_refused_total",
            "Connections refused because all others carried requests.",
            ""),
    CONNECTIONS_EVICTED(
            COUNTER,
            "aiplat_gateway_connections_evicted_total",
            "Connections without a request closed to make room for others.",
            ""),
    OPEN_FDS(GAUGE, "process_open_fds", "File descriptors that are open.", ""),
    MAX_FDS(GAUGE, "process_max_fds", "File descriptors that may be open.", ""),
    RESIDENT(GAUGE, "process_resident_memory_bytes", "Memory of the machine that the process has.", ""),
    HEAP_USED(GAUGE, "jvm_memory_used_bytes", "Memory in use.", "area"),
    HEAP_LIVE(
            GAUGE,
            "jvm_memory_used_after_last_gc_bytes",
            "Memory that was still in use after the last full garbage collection.",
            "area"),
    HEAP_MAX(GAUGE, "jvm_memory_max_bytes", "Memory that may be in use.", "area"),
    MEMORY_AVAILABLE(
            GAUGE, "aiplat_memory_available_bytes", "Memory that programs of this machine can still have.", ""),
    MEMORY_SIZE(GAUGE, "aiplat_memory_size_bytes", "Memory that this machine has.", ""),
    DISK_FREE(GAUGE, "aiplat_disk_free_bytes", "Room on the disk of the store.", ""),
    DISK_SIZE(GAUGE, "aiplat_disk_size_bytes", "Size of the disk of the store.", ""),
    GPU_FALLBACKS(
            COUNTER,
            "aiplat_gpu_fallbacks_total",
            "Times that a GPU was found not to be used any more: `model` on processors, `card` lost, `driver` changed.",
            "cause"),
    GPU_MENDS(
            COUNTER,
            "aiplat_gpu_mends_total",
            "Times that this was mended: a model `reload`ed, the node `restart`ed or `recreate`d; `done` or `failed`.",
            "action,outcome"),
    GPU_MEMORY_TOTAL(GAUGE, "aiplat_gpu_memory_total_bytes", "Memory of a GPU.", "gpu,uuid,name"),
    GPU_MEMORY_USED(GAUGE, "aiplat_gpu_memory_used_bytes", "Memory of a GPU that is taken.", "gpu,uuid,name"),
    GPU_UTILIZATION(
            GAUGE,
            "aiplat_gpu_utilization_ratio",
            "Share of the last moment in which a GPU computed, 0 to 1.",
            "gpu,uuid,name"),
    GPU_TEMPERATURE(GAUGE, "aiplat_gpu_temperature_celsius", "Temperature of a GPU.", "gpu,uuid,name"),
    GPU_POWER(GAUGE, "aiplat_gpu_power_watts", "Power that a GPU draws.", "gpu,uuid,name"),
    WORKLOAD_CPU(
            COUNTER,
            "aiplat_workload_cpu_seconds_total",
            "Seconds of processors that pods have used, by what they are there for: `agent`, `model` or `other`.",
            "tenant,workload,kind"),
    WORKLOAD_MEMORY_TIME(
            COUNTER,
            "aiplat_workload_memory_byte_seconds_total",
            "Bytes of memory of pods, times the seconds that they had them.",
            "tenant,workload,kind"),
    WORKLOAD_GPU(
            COUNTER,
            "aiplat_workload_gpu_seconds_total",
            "Seconds of GPUs that pods were given.",
            "tenant,workload,kind"),
    WORKLOAD_MEMORY(GAUGE, "aiplat_workload_memory_bytes", "Memory that pods have now.", "tenant,workload,kind"),
    WORKLOAD_GPUS(GAUGE, "aiplat_workload_gpus", "GPUs that pods are given now.", "tenant,workload,kind"),
    POD_RESTARTS(
            COUNTER,
            "aiplat_pod_restarts_total",
            "Times that containers of the pods that are there were started again.",
            "tenant,workload,kind"),
    SHORT(
            GAUGE,
            "aiplat_resource_short",
            "1 when `descriptors`, `heap`, `memory` or `disk` are running short, else 0.",
            "resource"),
    CERTIFICATE_EXPIRES(
            GAUGE,
            "aiplat_certificate_expires_timestamp_seconds",
            "When the certificate ends that is shown under a name, in seconds since 1970.",
            "name"),
    ALERTS(GAUGE, "aiplat_alerts", "Alerts that are `pending` or `firing` now.", "alertname,alertstate,severity"),
    ALERT_NOTICES(
            COUNTER,
            "aiplat_alert_notifications_total",
            "Messages about alerts by what became of them, `sent`, `failed` or `dropped`.",
            "receiver,outcome");

    private final MetricKind kind;
    private final String id;
    private final String help;
    private final String labels;

    Metric(MetricKind kind, String id, String help, String labels) {
        this.kind = kind;
        this.id = id;
        this.help = help;
        this.labels = labels;
    }

    /// Whether it counts, shows a state, or keeps a distribution.
    public MetricKind kind() {
        return kind;
    }

    /// The name as it is scraped; a counter's ends in `_total`.
    public String id() {
        return id;
    }

    /// What it means, as a sentence; scraped with it and printed in the reference.
    public String help() {
        return help;
    }

    /// The names of its labels in the order in which values are given; empty for none.
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }

    /// The same as [#labels], as an array of the caller's own.
    public String[] labelNames() {
        return labels().toArray(String[]::new);
    }

    /// The upper bounds of a histogram's buckets, without infinity: those of the convention.
    public double[] bounds() {
        return switch (this) {
            case TOKEN_USAGE -> powers(1, 4, 14);
            case TIME_TO_FIRST_TOKEN ->
                new double[] {
                    .001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10,
                };
            case TIME_PER_OUTPUT_TOKEN -> new double[] {.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5};
            case COLD_START_WAIT -> powers(.1, 2, 14);
            case OPERATION_DURATION, REQUEST_DURATION, QUEUE_WAIT -> powers(.01, 2, 14);
            case REQUESTS,
                    ERRORS,
                    RETRIES,
                    TOKENS,
                    COST,
                    GPU_SECONDS,
                    SLOT_SECONDS,
                    STREAMS,
                    CACHE,
                    GUARDS,
                    BODY_REFUSALS,
                    COOLDOWNS,
                    SPANS,
                    STORED_SPANS,
                    COLD_STARTS,
                    QUEUE_DEPTH,
                    IN_FLIGHT,
                    UPSTREAM_IN_FLIGHT,
                    UPSTREAM_HEALTHY,
                    BUDGET_LEFT,
                    BUDGET_USED,
                    BYTES_IN_FLIGHT,
                    CONNECTIONS,
                    CONNECTIONS_LIMIT,
                    CONNECTIONS_REFUSED,
                    CONNECTIONS_EVICTED,
                    OPEN_FDS,
                    MAX_FDS,
                    RESIDENT,
                    HEAP_USED,
                    HEAP_LIVE,
                    HEAP_MAX,
                    MEMORY_AVAILABLE,
                    MEMORY_SIZE,
                    DISK_FREE,
                    DISK_SIZE,
                    GPU_FALLBACKS,
                    GPU_MENDS,
                    GPU_MEMORY_TOTAL,
                    GPU_MEMORY_USED,
                    GPU_UTILIZATION,
                    GPU_TEMPERATURE,
                    GPU_POWER,
                    WORKLOAD_CPU,
                    WORKLOAD_MEMORY_TIME,
                    WORKLOAD_GPU,
                    WORKLOAD_MEMORY,
                    WORKLOAD_GPUS,
                    POD_RESTARTS,
                    SHORT,
                    CERTIFICATE_EXPIRES,
                    ALERTS,
                    ALERT_NOTICES -> throw new IllegalStateException(id + " has no buckets");
        };
    }

    private static double[] powers(double first, double factor, int count) {
        double[] bounds = new double[count];
        double bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return bounds;
    }
}
