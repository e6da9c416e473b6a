package io.aiplat.quality.alert.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// [KeptAlerts] as JSON.
final class KeptAlertsJson {
    static final String FORMAT = "format";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private KeptAlertsJson() {}

    static byte[] write(KeptAlerts kept, int format) throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put(FORMAT, format);
        moment(root, "evaluated", kept.evaluated());
        kept.alerts().forEach(alert -> alert(root.withArray("alerts").addObject(), alert));
        for (Silence silence : kept.silences()) {
            ObjectNode node = root.withArray("silences").addObject().put("id", silence.id());
            silence.matchers().forEach(matcher -> node.withArray("matchers").add(matcher.text()));
            moment(node, "from", silence.from());
            moment(node, "until", silence.until());
            node.put("by", silence.by()).put("comment", silence.comment());
        }
        for (SentGroup sent : kept.sent()) {
            ObjectNode node = root.withArray("sent").addObject();
            node.put("receiver", sent.receiver()).put("group", sent.group());
            moment(node, "at", sent.at());
            for (SentGroup.Sent alert : sent.alerts()) {
                ObjectNode each = node.withArray("alerts").addObject();
                texts(each, "labels", alert.labels());
                texts(each, "annotations", alert.annotations());
                moment(each, "started", alert.started());
            }
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void alert(ObjectNode node, ActiveAlert alert) {
        node.put("phase", alert.phase().word());
        texts(node, "labels", alert.labels());
        texts(node, "annotations", alert.annotations());
        // As a text, for JSON has no infinity.
        node.put("value", Double.toString(alert.value()));
        moment(node, "active", alert.activeAt());
        moment(node, "fired", alert.firedAt());
        moment(node, "kept", alert.keptSince());
        moment(node, "resolved", alert.resolvedAt());
    }

    private static void texts(ObjectNode node, String name, Map<String, String> texts) {
        ObjectNode object = node.putObject(name);
        texts.forEach(object::put);
    }

    private static void moment(ObjectNode node, String name, @Nullable Instant moment) {
        if (moment != null) {
            node.put(name, moment.toString());
        }
    }

    static JsonNode tree(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /// @throws IllegalArgumentException if something is missing
    static KeptAlerts read(JsonNode root) {
        try {
            List<ActiveAlert> alerts = new ArrayList<>();
            root.path("alerts").forEach(node -> alerts.add(alert(node)));
            List<Silence> silences = new ArrayList<>();
            for (JsonNode node : root.path("silences")) {
                List<SilenceMatcher> matchers = new ArrayList<>();
                node.path("matchers").forEach(text -> matchers.add(SilenceMatcher.parse(text.asText())));
                silences.add(new Silence(
                        node.path("id").asText(),
                        matchers,
                        moment(node, "from"),
                        moment(node, "until"),
                        node.path("by").asText(),
                        node.path("comment").asText()));
            }
            List<SentGroup> sent = new ArrayList<>();
            for (JsonNode node : root.path("sent")) {
                List<SentGroup.Sent> told = new ArrayList<>();
                node.path("alerts")
                        .forEach(each -> told.add(new SentGroup.Sent(
                                texts(each, "labels"), texts(each, "annotations"), moment(each, "started"))));
                sent.add(new SentGroup(
                        node.path("receiver").asText(), node.path("group").asText(), moment(node, "at"), told));
            }
            return new KeptAlerts(optional(root, "evaluated"), alerts, silences, sent);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ActiveAlert alert(JsonNode node) {
        return new ActiveAlert(
                AlertPhase.of(node.path("phase").asText()),
                texts(node, "labels"),
                texts(node, "annotations"),
                Double.parseDouble(node.path("value").asText()),
                moment(node, "active"),
                optional(node, "fired"),
                optional(node, "kept"),
                optional(node, "resolved"));
    }

    private static Map<String, String> texts(JsonNode node, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.path(name)
                .properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private static Instant moment(JsonNode node, String name) {
        return Instant.parse(node.path(name).asText());
    }

    private static @Nullable Instant optional(JsonNode node, String name) {
        return node.hasNonNull(name) ? moment(node, name) : null;
    }
}
