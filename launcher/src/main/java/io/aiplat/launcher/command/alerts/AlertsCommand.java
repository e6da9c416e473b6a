package io.aiplat.launcher.command.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import io.aiplat.model.ApplianceException;
import io.aiplat.quality.alert.rule.PrometheusTime;
import io.aiplat.quality.alert.state.AlertProblems;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat alerts`: what is wrong, and who is told of it.
@Command(
        name = "alerts",
        description = {
            "Show what is wrong, and who is told of it.",
            "Rules of your own, in Prometheus' form, are read from the folder alerts of the home."
        })
public final class AlertsCommand implements Runnable {
    private static final String SILENCES = "/alerts/silences";

    private final Invocation invocation;

    public AlertsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: what is wrong.
    @Override
    public void run() {
        list(false, false, false);
    }

    @Command(name = "list", description = "List what is wrong now, or was so within the last quarter of an hour.")
    void list(
            @Option(names = "--rules", description = "all alert rules instead") boolean rules,
            @Option(names = "--silences", description = "what nobody is told of instead") boolean silences,
            @Option(names = "--receivers", description = "who is told instead") boolean receivers) {
        if (rules) {
            show("/alerts/rules", AlertText::rules);
        } else if (silences) {
            show(SILENCES, answer -> AlertText.silences(answer.path("data")));
        } else if (receivers) {
            show("/alerts/receivers", answer -> AlertText.receivers(answer.path("data")));
        } else {
            show("/alerts", answer -> AlertText.alerts(answer.path("data")));
        }
    }

    @Command(name = "show", description = "Show a rule with its expression and its alerts.")
    void show(@Parameters(paramLabel = "NAME", description = "of the rule") String name) {
        show("/alerts/rules/" + ApplianceClient.encoded(name), answer -> AlertText.rule(answer.path("data")));
    }

    @Command(name = "silence", description = "Tell nobody of some alerts for a while; they are shown as before.")
    void silence(
            @Parameters(
                            paramLabel = "MATCHER",
                            arity = "1..*",
                            description =
                                    "name of a rule, or a label as upstream=ollama, team!=a, model=~\"gpt-.*\"; all"
                                            + " have to match")
                    List<String> matchers,
            @Option(names = "--for", paramLabel = "TIME", description = "how long, as 30m or 1d12h (default: 2h)")
                    @Nullable
                    String time,
            @Option(names = "--comment", paramLabel = "TEXT", description = "why") @Nullable String comment) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        matchers.forEach(matcher -> body.withArray("matchers")
                .add(matcher.matches("[A-Za-z0-9_.-]+") ? "alertname=\"" + matcher + "\"" : matcher));
        body.put("until", until(time == null ? "2h" : time).toString());
        if (comment != null) {
            body.put("comment", comment);
        }
        JsonNode silence = ask("POST", SILENCES, body);
        invocation
                .output()
                .value(
                        ManagementText.value(silence),
                        "Silenced until " + silence.path("until").asText() + ". aiplat alerts unsilence "
                                + silence.path("id").asText() + " ends it.\n");
    }

    private static Instant until(String text) {
        try {
            Duration time = PrometheusTime.parse(text);
            return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
        } catch (IllegalArgumentException e) {
            throw new ApplianceException(
                    CommandProblems.wrongLine(
                            "--for takes a time as 30m, 2h or 1d12h, and not " + text, "alerts silence"),
                    e);
        }
    }

    @Command(name = "unsilence", description = "End a silence.")
    void unsilence(@Parameters(paramLabel = "ID", description = "of the silence, as the list shows it") String id) {
        JsonNode _ = ask("DELETE", SILENCES + "/" + ApplianceClient.encoded(id), null);
        invocation.output().value(List.of(), "The silence " + id + " is over.\n");
    }

    @Command(name = "test", description = "Send each receiver a message that says it is a test.")
    void test() {
        JsonNode outcomes;
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            outcomes = client.work("POST", "/alerts/test", null).path("data");
        }
        for (JsonNode outcome : outcomes) {
            if (!outcome.path("taken").asBoolean()) {
                throw new ApplianceException(
                        AlertProblems.notDelivered(AlertText.outcomes(outcomes).strip()));
            }
        }
        invocation.output().value(ManagementText.value(outcomes), AlertText.outcomes(outcomes));
    }

    private void show(String path, Function<JsonNode, String> text) {
        JsonNode answer = ask("GET", path, null);
        invocation.output().value(ManagementText.value(answer), text.apply(answer));
    }

    private JsonNode ask(String method, String path, @Nullable JsonNode body) {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.admin(method, path, body);
        }
    }
}
