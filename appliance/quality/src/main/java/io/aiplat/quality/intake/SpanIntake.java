package io.aiplat.quality.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.page.IngestEndpoint;
import io.aiplat.gateway.page.IngestRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.observation.SpanMapping;
import io.aiplat.quality.otlp.ExportedSpans;
import io.aiplat.quality.otlp.MalformedOtlp;
import io.aiplat.quality.otlp.OtlpJson;
import io.aiplat.quality.otlp.OtlpProtobuf;
import io.aiplat.quality.trace.TraceSender;
import io.aiplat.quality.trace.TraceStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Receiver of spans over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), in Protocol Buffers and in JSON,
/// also
/// at the address that Langfuse's clients send to. It answers when they are kept.
public final class SpanIntake implements IngestEndpoint {
    /// Where exporters send to whose endpoint is the address of the gateway.
    public static final String OTLP = "/v1/traces";

    /// Where clients of Langfuse send to whose base URL is the address of the gateway.
    public static final String LANGFUSE = "/api/public/otel/v1/traces";

    private static final int MOST = 16 << 20;
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final TraceStore store;
    private final CostOfModels costs;

    /// @param costs of what was not priced by whoever sends it
    public SpanIntake(TraceStore store, CostOfModels costs) {
        this.store = store;
        this.costs = costs;
    }

    @Override
    public Set<String> paths() {
        return Set.of(OTLP, LANGFUSE);
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public PageResponse take(IngestRequest request) {
        boolean json = request.type().equals(JSON);
        if (!json && !request.type().equals(PROTOBUF)) {
            return refused(
                    true,
                    415,
                    "Spans are sent as " + PROTOBUF + " or " + JSON + ", not as \"" + request.type() + "\".");
        }
        try {
            ExportedSpans export = json
                    ? OtlpJson.read(request.content().array(), request.content().limit())
                    : OtlpProtobuf.read(
                            request.content().array(), request.content().limit());
            List<Observation> seen = export.spans().stream()
                    .map(SpanMapping::of)
                    .map(this::priced)
                    .toList();
            if (!seen.isEmpty()) {
                store.add(seen, new TraceSender(request.key(), request.team()));
            }
            return taken(json, export.rejected());
        } catch (MalformedOtlp malformed) {
            return refused(json, 400, malformed.why());
        }
    }

    private Observation priced(Observation seen) {
        String model = seen.model();
        if (seen.micros() != null || model == null || seen.usage().totalTokens() == 0) {
            return seen;
        }
        return costs.price(model)
                .map(price -> seen.costing(price.cost(seen.usage(), Duration.ZERO)))
                .orElse(seen);
    }

    /// `ExportTraceServiceResponse`; what is rejected is said, and not to be sent again.
    private static PageResponse taken(boolean json, int rejected) {
        String why = rejected == 0 ? "" : "They have no trace, no identifier or no time.";
        if (json) {
            ObjectNode answer = MAPPER.createObjectNode();
            if (rejected > 0) {
                answer.putObject("partialSuccess")
                        .put("rejectedSpans", Integer.toString(rejected))
                        .put("errorMessage", why);
            }
            return PageResponse.of(200, JSON, answer.toString().getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (rejected > 0) {
            ByteArrayOutputStream partial = new ByteArrayOutputStream();
            partial.write(1 << 3);
            varint(partial, rejected);
            text(partial, why);
            answer.write(1 << 3 | 2);
            varint(answer, partial.size());
            answer.writeBytes(partial.toByteArray());
        }
        return PageResponse.of(200, PROTOBUF, answer.toByteArray());
    }

    /// `google.rpc.Status`, of which a message is enough.
    private static PageResponse refused(boolean json, int status, String why) {
        if (json) {
            return PageResponse.of(
                    status,
                    JSON,
                    MAPPER.createObjectNode().put("message", why).toString().getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        text(answer, why);
        return PageResponse.of(status, PROTOBUF, answer.toByteArray());
    }

    /// The field 2, which is the message in both.
    private static void text(ByteArrayOutputStream into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        into.write(2 << 3 | 2);
        varint(into, bytes.length);
        into.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream into, int value) {
        int left = value;
        while (left > 0x7f) {
            into.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        into.write(left);
    }
}
