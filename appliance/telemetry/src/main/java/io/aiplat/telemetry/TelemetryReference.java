package io.aiplat.telemetry;

import io.aiplat.telemetry.metric.Metric;
import io.aiplat.telemetry.metric.MetricKind;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// The page docs/reference/telemetry.md, made of the tables in code.
final class TelemetryReference {
    private TelemetryReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Telemetry

                Names here stay as they are. Names of models, upstreams, keys and teams are those of the configuration; what a
                client made up is never a label. Beyond %d routes, further ones are counted under `other`.

                ## Metrics

                At `/metrics`, in Prometheus' text format, for keys that may read metrics, also on loopback: names of
                keys and what is left of their budgets are not for whoever else uses the machine. Labels that begin
                with `gen_ai_` are OpenTelemetry's. Make Prometheus a key that opens this and nothing else:

                ```sh
                aiplat keys create prometheus --role metrics > aiplat.key    # into a file that only Prometheus can read
                ```

                In `gateway.yaml` that is a key with `metrics: true`. Admin keys read metrics, too. Prometheus is told
                so:

                ```yaml
                scrape_configs:
                  - job_name: aiplat
                    authorization: {credentials_file: /etc/prometheus/aiplat.key}
                    static_configs: [{targets: ["127.0.0.1:8585"]}]
                ```

                | metric | kind | labels | says |
                |---|---|---|---|
                """.formatted(Metrics.ROUTES));
        for (Metric metric : Metric.values()) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            metric.id(),
                            metric.kind().word(),
                            metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", ")),
                            metric.help()));
        }
        page.append("\n| histogram | upper bounds of its buckets |\n|---|---|\n");
        Arrays.stream(Metric.values())
                .filter(m -> m.kind() == MetricKind.HISTOGRAM)
                .forEach(m -> page.append("| `%s` | %s |%n".formatted(m.id(), bounds(m))));
        spans(page);
        log(page);
        return page.toString();
    }

    private static String bounds(Metric metric) {
        return DoubleStream.of(metric.bounds())
                .mapToObj(b -> b == Math.rint(b) ? Long.toString((long) b) : Double.toString(b))
                .collect(Collectors.joining(", "));
    }

    private static void spans(StringBuilder page) {
        page.append("""

                ## Spans

                One SERVER span for each request, and below it one CLIENT span for each attempt at an upstream. `1.41` and
                `latest` are the two conventions one can choose. Resource: `service.name` is `aiplat`, `service.version` its
                version.

                | span | attribute | says |
                |---|---|---|
                """);
        for (SpanAttribute attribute : SpanAttribute.values()) {
            String on = switch (attribute.on()) {
                case REQUEST -> "request";
                case ATTEMPT -> "attempt";
            };
            page.append("| %s | `%s` | %s |%n".formatted(on, attribute.id(), attribute.says()));
        }
    }

    private static void log(StringBuilder page) {
        page.append("""

                ## The request log

                `aiplat logs requests` prints it; `aiplat gateway run` writes it to standard output. The appliance keeps
                up to four files of 5 MiB.

                One line for each request, `key=value`, always all keys in this order, nothing after `=` where there is
                nothing to say. A value in quotes has `\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\uXXXX` escaped. A request without a
                valid key leaves no line; it is counted.

                | key | says |
                |---|---|
                """);
        for (LogKey key : LogKey.values()) {
            page.append("| `%s` | %s |%n".formatted(key.id(), key.says()));
        }
    }
}
