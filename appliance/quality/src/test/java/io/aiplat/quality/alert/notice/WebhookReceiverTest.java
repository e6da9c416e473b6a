package io.aiplat.quality.alert.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebhookReceiverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final URI CONSOLE = URI.create("http://127.0.0.1:8585/");

    private static NoticedAlert alert(String upstream, Instant ended) {
        return new NoticedAlert(
                Map.of("alertname", "Down", "severity", "critical", "upstream", upstream),
                Map.of("summary", upstream + " is down"),
                NOON,
                ended);
    }

    /// The example of prometheus.io/docs/alerting/latest/configuration, field by field.
    @Test
    void itsBodyIsThatOfAlertmanager() throws Exception {
        AlertNotice notice =
                AlertNotice.of("Down", List.of(alert("a", null), alert("b", NOON.plusSeconds(60))), CONSOLE);
        assertEquals(JSON.readTree("""
                {
                  "version": "4",
                  "groupKey": "{}:{alertname=\\"Down\\"}",
                  "truncatedAlerts": 0,
                  "status": "firing",
                  "receiver": "webhook",
                  "groupLabels": {"alertname": "Down"},
                  "commonLabels": {"alertname": "Down", "severity": "critical"},
                  "commonAnnotations": {},
                  "externalURL": "http://127.0.0.1:8585/",
                  "alerts": [
                    {
                      "status": "firing",
                      "labels": {"alertname": "Down", "severity": "critical", "upstream": "a"},
                      "annotations": {"summary": "a is down"},
                      "startsAt": "2026-11-30T12:00:00Z",
                      "endsAt": "0001-01-01T00:00:00Z",
                      "generatorURL": "http://127.0.0.1:8585/",
                      "fingerprint": "FINGERPRINT"
                    },
                    {
                      "status": "resolved",
                      "labels": {"alertname": "Down", "severity": "critical", "upstream": "b"},
                      "annotations": {"summary": "b is down"},
                      "startsAt": "2026-11-30T12:00:00Z",
                      "endsAt": "2026-11-30T12:01:00Z",
                      "generatorURL": "http://127.0.0.1:8585/",
                      "fingerprint": "FINGERPRINT"
                    }
                  ]
                }
                """), masked(JSON.readTree(AlertmanagerJson.of(notice, "webhook"))));
    }

    private static JsonNode masked(JsonNode body) throws IOException {
        return JSON.readTree(
                body.toString().replaceAll("\"fingerprint\":\"[0-9a-f]{16}\"", "\"fingerprint\":\"FINGERPRINT\""));
    }

    @Test
    void ofVeryManyOnlySomeAreTold() throws Exception {
        List<NoticedAlert> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(alert("u" + i, null));
        }
        JsonNode body = JSON.readTree(AlertmanagerJson.of(AlertNotice.of("Down", many, CONSOLE), "webhook"));
        assertEquals(100, body.path("alerts").size());
        assertEquals(50, body.path("truncatedAlerts").asInt());
    }

    @Test
    void itIsSentWithItsTokenAndWhatIsNotTakenIsSaid() throws Exception {
        List<String> got = new ArrayList<>();
        int[] status = {200};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + JSON.readTree(exchange.getRequestBody()).path("status").asText());
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=secret");
        WebhookReceiver receiver = new WebhookReceiver(address, new Secret("t0ken"), HttpClient::newBuilder);
        AlertNotice notice = AlertNotice.of("Down", List.of(alert("a", null)), CONSOLE);
        receiver.send(notice);
        assertEquals(List.of("POST /hook?key=secret Bearer t0ken firing"), got);
        assertEquals("http://127.0.0.1:" + server.getAddress().getPort() + "/…", receiver.target());
        status[0] = 503;
        assertEquals("it answered 503", failure(receiver, notice));
        server.stop(0);
        assertEquals("nobody listens there", failure(receiver, notice));
    }

    private static String failure(WebhookReceiver receiver, AlertNotice notice) {
        return String.valueOf(
                assertThrows(IOException.class, () -> receiver.send(notice)).getMessage());
    }
}
