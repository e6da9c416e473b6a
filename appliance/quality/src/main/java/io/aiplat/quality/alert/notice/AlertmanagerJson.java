package io.aiplat.quality.alert.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.LabelFingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Body of Alertmanager's webhook, version 4, so that what receives from an Alertmanager receives from aiplat
/// (prometheus.io/docs/alerting/latest/configuration, `webhook_config`).
final class AlertmanagerJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    /// The zero of Go's time, for an alert without an end.
    private static final String NO_END = "0001-01-01T00:00:00Z";

    private AlertmanagerJson() {}

    static byte[] of(AlertNotice notice, String receiver) {
        ObjectNode root = MAPPER.createObjectNode()
                .put("version", "4")
                .put("groupKey", "{}:{" + ActiveAlert.NAME + "=\"" + notice.group() + "\"}")
                .put("truncatedAlerts", notice.truncated())
                .put("status", notice.status())
                .put("receiver", receiver);
        root.putObject("groupLabels").put(ActiveAlert.NAME, notice.group());
        texts(root, "commonLabels", common(notice.alerts(), NoticedAlert::labels));
        texts(root, "commonAnnotations", common(notice.alerts(), NoticedAlert::annotations));
        root.put("externalURL", notice.console().toString());
        for (NoticedAlert alert : notice.alerts()) {
            ObjectNode node = root.withArray("alerts").addObject().put("status", alert.status());
            texts(node, "labels", alert.labels());
            texts(node, "annotations", alert.annotations());
            Instant ended = alert.ended();
            node.put("startsAt", alert.started().toString())
                    .put("endsAt", ended == null ? NO_END : ended.toString())
                    .put("generatorURL", notice.console().toString())
                    .put("fingerprint", LabelFingerprint.of(alert.labels()));
        }
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }

    private static void texts(ObjectNode node, String name, Map<String, String> texts) {
        ObjectNode object = node.putObject(name);
        texts.forEach(object::put);
    }

    private static Map<String, String> common(
            List<NoticedAlert> alerts, Function<NoticedAlert, Map<String, String>> texts) {
        Map<String, String> common = new TreeMap<>(texts.apply(alerts.getFirst()));
        alerts.forEach(alert -> common.entrySet().retainAll(texts.apply(alert).entrySet()));
        return common;
    }
}
