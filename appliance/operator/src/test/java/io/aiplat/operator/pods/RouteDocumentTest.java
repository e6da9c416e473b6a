package io.aiplat.operator.pods;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Secret;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.source.Fragment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What an operator publishes is what gateways read.
class RouteDocumentTest {
    private static final Instant SINCE = Instant.parse("2026-11-30T08:00:00Z");

    /// Something of every kind that a configuration can have.
    private static final String ALL = """
            upstreams:
              cloud:
                provider: openai
                url: https://api.example/v1
                key: sk-a-secret-of-somebody
                headers: {x-team: research}
              own: {provider: ollama, url: "http://ollama.models:11434", tier: local}
            models:
              - name: chat
                strategy: prefix
                timeout: 90s
                retries: 3
                guards: [pii, ids, house, presidio]
                cache: {ttl: 10m, max_entries: 50}
                fallbacks: {general: [small]}
                deployments:
                  - {upstream: own, model: "qwen3:8b", weight: 3, context: 4096, keep_alive: 10m, max_concurrent: 4}
                  - {upstream: cloud, model: large, order: 2, price: {input: 1.5, output: 6}, capabilities: [vision]}
                rules:
                  - {name: private, classes: [pii], confine: true}
                  - {name: seeing, headers: {x-needs: vision}, models: ["ch*"], capabilities: [vision], first_byte: 9s}
                  - {name: rest, upstreams: [cloud, own], spread: true}
                  - {name: none, refuse: true}
              - name: small
                deployments: [{upstream: own, model: small}]
            aliases: {"claude-*": chat}
            guards:
              pii: {kind: mask, entities: [email, iban], patterns: ['[A-Z]{2}\\\\d{6}'], when: [before, after]}
              ids: {kind: block, patterns: ['(?i)secret'], when: [before]}
              house: {kind: confine, entities: [phone]}
              presidio: {kind: presidio, url: "http://presidio.guards.svc:3000", when: [before]}
            """;

    @Test
    void everythingOfAConfigurationComesThrough() {
        Fragment fragment = fragment();
        assertEquals(4, fragment.guards().size());
        RouteDocument document = new RouteDocument(List.of(published("b", fragment), published("a", Fragment.EMPTY)));
        RouteDocument read = RouteDocument.of(document.bytes());
        assertEquals(document, read);
        assertEquals(
                List.of("a", "b"),
                read.sources().stream().map(each -> each.origin().name()).toList());
        Upstream cloud = read.sources().getLast().fragment().upstreams().get("cloud");
        assertEquals(new Secret("sk-a-secret-of-somebody"), cloud.key());
        assertInstanceOf(
                Guard.Mask.class, read.sources().getLast().fragment().guards().get("pii"));
    }

    @Test
    void theSameRoutesAreTheSameBytes() {
        assertArrayEquals(
                new RouteDocument(List.of(published("a", fragment()), published("b", Fragment.EMPTY))).bytes(),
                new RouteDocument(List.of(published("b", Fragment.EMPTY), published("a", fragment()))).bytes());
    }

    @Test
    void whatANewerOperatorSaysIsPassedOver() throws Exception {
        Origin read = RecordCodec.read(
                new ObjectMapper()
                        .readTree("{\"kind\":\"RESOURCE\",\"name\":\"a\",\"since\":\"2026-11-30T08:00:00Z\","
                                + "\"colour\":{\"@\":\"Blue\"}}"),
                Origin.class);
        assertEquals(new Origin(Origin.Kind.RESOURCE, "a", SINCE), read);
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> RouteDocument.of(new byte[] {1, 2, 3}));
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordCodec.read(new ObjectMapper().readTree("{\"@\":\"Poison\",\"name\":\"x\"}"), Guard.class));
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordCodec.read(new ObjectMapper().readTree("{\"kind\":\"RESOURCE\"}"), Origin.class));
    }

    @Test
    void fiveHundredResourcesFitIntoASecret() {
        byte[] bytes = new RouteDocument(IntStream.range(0, 500)
                        .mapToObj(i -> published("models.ollama.io/team/model-" + i, fragment()))
                        .toList())
                .bytes();
        assertTrue(bytes.length < 200_000, bytes.length + " bytes");
    }

    private static RouteDocument.Published published(String name, Fragment fragment) {
        return new RouteDocument.Published(new Origin(Origin.Kind.RESOURCE, name, SINCE), fragment);
    }

    private static Fragment fragment() {
        ConfigReadResult result = GatewayFile.read("gateway.yaml", ALL, Path.of("."), Map.of());
        GatewayConfig config = assertInstanceOf(ConfigReadResult.Accepted.class, result, () -> result.toString())
                .plan();
        return new Fragment(null, config.upstreams(), config.routes(), config.aliases(), config.guards());
    }
}
