package io.aiplat.launcher.command.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat metrics`: what is kept of metrics.
@Command(
        name = "metrics",
        description = {
            "Ask for metrics that are kept: samples of our own, every 15 seconds, for a month.",
            "Grafana asks for the same at the gateway's address, as a data source of the type Prometheus."
        })
public final class MetricsCommand implements Runnable {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    /// So many moments fill a screen.
    private static final int MOMENTS = 60;

    private final Invocation invocation;

    public MetricsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: what is kept.
    @Override
    public void run() {
        storage();
    }

    @Command(
            name = "query",
            description = {
                "Evaluate an expression of PromQL, now or over a time.",
                "Over a time the table has the least, the mean, the most and the last value of each series; -o json has"
                        + " every moment."
            })
    void query(
            @Parameters(
                            paramLabel = "EXPR",
                            description =
                                    "an expression, as 'sum by (model) (rate(aiplat_gateway_requests_total[5m]))'")
                    String expression,
            @Option(names = "--range", paramLabel = "TIME", description = "the time until now, as 30m, 1h or 7d")
                    @Nullable
                    String range,
            @Option(
                            names = "--step",
                            paramLabel = "TIME",
                            description = "from one moment to the next (default: a sixtieth of the range)")
                    @Nullable
                    String step) {
        String query = "?query=" + ApplianceClient.encoded(expression);
        if (range == null) {
            if (step != null) {
                throw wrong("--step goes with --range");
            }
            JsonNode result = ask("/query" + query);
            invocation.output().value(ManagementText.value(result), MetricText.now(result));
            return;
        }
        long seconds = time(range).toSeconds();
        long apart = step == null ? Math.max(1, seconds / MOMENTS) : time(step).toSeconds();
        // Whole multiples of the step, so that the same question has the same moments.
        long end = Instant.now().getEpochSecond() / apart * apart;
        JsonNode result = ask("/query_range" + query + "&start=" + (end - seconds) + "&end=" + end + "&step=" + apart);
        invocation.output().value(ManagementText.value(result), MetricText.range(result));
    }

    private static Duration time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw wrong(text + " is no time as 30s, 5m, 1h or 7d");
        }
        String unit = time.group(2).toUpperCase(Locale.ROOT);
        return Duration.parse((unit.equals("D") ? "P" : "PT") + time.group(1) + unit);
    }

    private static ApplianceException wrong(String reason) {
        return new ApplianceException(CommandProblems.wrongLine(reason, "metrics query"));
    }

    private JsonNode ask(String path) {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.metrics(path);
        }
    }

    @Command(name = "storage", description = "Show how much is kept of metrics, and what was dropped.")
    void storage() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            JsonNode use = client.admin("GET", "/metric-storage", null);
            invocation.output().value(ManagementText.value(use), MetricText.storage(use));
        }
    }
}
