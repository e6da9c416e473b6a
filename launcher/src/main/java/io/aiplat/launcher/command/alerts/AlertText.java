package io.aiplat.launcher.command.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.render.TerminalText;
import java.util.ArrayList;
import java.util.List;

/// Alerts, for people.
final class AlertText {
    private AlertText() {}

    static String alerts(JsonNode alerts) {
        if (alerts.isEmpty()) {
            return "Nothing is wrong. aiplat alerts list --rules shows what is looked at.\n";
        }
        Table table = new Table("STATE", "SEVERITY", "NAME", "SINCE", "WHAT", "SILENCE");
        for (JsonNode alert : alerts) {
            table.row(
                    alert.path("state").asText(),
                    cell(alert.at("/labels/severity")),
                    cell(alert.path("name")),
                    moment(alert.path(alert.hasNonNull("fired") ? "fired" : "active")),
                    cell(alert.at("/annotations/summary")),
                    cell(alert.path("silence")));
        }
        return table.toText();
    }

    private static String cell(JsonNode text) {
        return TerminalText.line(text.asText(""));
    }

    private static String moment(JsonNode text) {
        return text.asText("").replaceFirst("[.][0-9]+Z$", "Z");
    }

    static String rules(JsonNode answer) {
        Table table = new Table("STATE", "NAME", "FOR", "EVERY", "FILE");
        for (JsonNode rule : answer.path("data")) {
            table.row(
                    rule.hasNonNull("failure") ? "failing" : rule.path("state").asText(),
                    cell(rule.path("name")),
                    seconds(rule.path("for_seconds")),
                    seconds(rule.path("interval_seconds")),
                    cell(rule.path("file")));
        }
        StringBuilder text = new StringBuilder(table.toText());
        for (JsonNode problem : answer.path("problems")) {
            text.append("What was read before holds, because of:\n");
            problem.asText()
                    .lines()
                    .forEach(line ->
                            text.append("  ").append(TerminalText.line(line)).append('\n'));
        }
        return text.toString();
    }

    private static String seconds(JsonNode number) {
        long seconds = number.asLong();
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    static String rule(JsonNode rules) {
        List<String> texts = new ArrayList<>();
        for (JsonNode rule : rules) {
            StringBuilder text = new StringBuilder();
            line(text, "alert", rule.path("name"));
            line(text, "state", rule.path("state"));
            line(text, "file", rule.path("file"));
            line(text, "group", rule.path("group"));
            line(text, "expression", rule.path("expression"));
            text.append("for: ").append(seconds(rule.path("for_seconds"))).append('\n');
            line(text, "evaluated", rule.path("evaluated"));
            line(text, "failure", rule.path("failure"));
            for (String part : List.of("labels", "annotations")) {
                rule.path(part).properties().forEach(each -> line(text, each.getKey(), each.getValue()));
            }
            for (JsonNode alert : rule.path("alerts")) {
                text.append('\n');
                line(text, "  " + alert.path("state").asText() + " since", alert.path("active"));
                line(text, "  value", alert.path("value"));
                alert.path("labels").properties().forEach(each -> line(text, "  " + each.getKey(), each.getValue()));
                alert.path("annotations")
                        .properties()
                        .forEach(each -> line(text, "  " + each.getKey(), each.getValue()));
            }
            texts.add(text.toString());
        }
        return String.join("\n", texts);
    }

    private static void line(StringBuilder text, String name, JsonNode value) {
        String plain = value.asText("");
        if (!plain.isEmpty()) {
            text.append(TerminalText.line(name))
                    .append(": ")
                    .append(TerminalText.line(plain.replaceAll("\\s+", " ")))
                    .append('\n');
        }
    }

    static String silences(JsonNode silences) {
        if (silences.isEmpty()) {
            return "No alert is silenced.\n";
        }
        Table table = new Table("ID", "MATCHERS", "UNTIL", "BY", "COMMENT");
        for (JsonNode silence : silences) {
            List<String> matchers = new ArrayList<>();
            silence.path("matchers").forEach(each -> matchers.add(each.asText()));
            table.row(
                    cell(silence.path("id")),
                    TerminalText.line(String.join(", ", matchers)),
                    moment(silence.path("until")),
                    cell(silence.path("by")),
                    cell(silence.path("comment")));
        }
        return table.toText();
    }

    static String receivers(JsonNode receivers) {
        if (receivers.isEmpty()) {
            return "Nobody is told of alerts. Set alerts.webhook, alerts.email-to or alerts.desktop in aiplat.yaml.\n";
        }
        Table table = new Table("RECEIVER", "TARGET", "SENT", "FAILED", "LAST", "TROUBLE");
        for (JsonNode receiver : receivers) {
            table.row(
                    cell(receiver.path("name")),
                    cell(receiver.path("target")),
                    receiver.path("sent").asText(),
                    receiver.path("failed").asText(),
                    moment(receiver.path("last")),
                    cell(receiver.path("trouble")));
        }
        return table.toText();
    }

    static String outcomes(JsonNode outcomes) {
        StringBuilder text = new StringBuilder();
        for (JsonNode outcome : outcomes) {
            text.append(cell(outcome.path("receiver")))
                    .append(": ")
                    .append(outcome.path("taken").asBoolean() ? "took it" : cell(outcome.path("trouble")))
                    .append('\n');
        }
        return text.toString();
    }
}
