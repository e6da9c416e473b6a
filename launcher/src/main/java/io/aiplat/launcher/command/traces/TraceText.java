package io.aiplat.launcher.command.traces;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.render.TerminalText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Traces, for people.
final class TraceText {
    private static final BigDecimal SECOND = BigDecimal.valueOf(1000);

    private TraceText() {}

    static String list(JsonNode traces) {
        if (traces.isEmpty()) {
            return "No trace is here. A request for a model makes one, and programs send theirs with a key: OTEL_EXPORTER_OTLP_ENDPOINT is the address of the"
                    + " gateway without /v1, and so is LANGFUSE_BASE_URL.\n";
        }
        Table table = new Table("ID", "STARTED", "TOOK", "NAME", "STEPS", "TOKENS", "COST", "USER", "SESSION", "KEY");
        for (JsonNode trace : traces) {
            int failed = trace.path("failed").asInt();
            table.row(
                    trace.path("id").asText(),
                    trace.path("started").asText().replaceFirst("[.][0-9]+Z$", "Z"),
                    took(trace),
                    trace.path("name").asText(),
                    trace.path("observations").asText() + (failed == 0 ? "" : ", " + failed + " failed"),
                    tokens(trace),
                    cost(trace),
                    trace.path("user").asText(""),
                    trace.path("session").asText(""),
                    trace.path("key").asText());
        }
        return table.toText();
    }

    private static String took(JsonNode timed) {
        BigDecimal millis = timed.path("milliseconds").decimalValue();
        return millis.compareTo(SECOND) < 0
                ? millis.setScale(0, RoundingMode.HALF_UP) + " ms"
                : millis.divide(SECOND, 2, RoundingMode.HALF_UP) + " s";
    }

    private static String tokens(JsonNode counted) {
        long input = counted.path("input_tokens").asLong();
        long output = counted.path("output_tokens").asLong();
        return input + output == 0 ? "" : input + "+" + output;
    }

    private static String cost(JsonNode priced) {
        return priced.hasNonNull("cost")
                ? priced.path("cost").decimalValue().stripTrailingZeros().toPlainString()
                : "";
    }

    /// @param content whether with what was said
    static String tree(JsonNode details, boolean content) {
        Map<String, List<JsonNode>> children = new HashMap<>();
        Set<String> known = new HashSet<>();
        details.path("observations").forEach(each -> known.add(each.path("id").asText()));
        for (JsonNode each : details.path("observations")) {
            String parent = each.path("parent").asText();
            // One whose parent never came stands at the top.
            children.computeIfAbsent(known.contains(parent) ? parent : "", _ -> new ArrayList<>())
                    .add(each);
        }
        StringBuilder text = new StringBuilder();
        branches(text, children, "", "", content);
        for (JsonNode score : details.path("scores")) {
            text.append("score ")
                    .append(TerminalText.line(score.path("name").asText()))
                    .append(": ")
                    .append(
                            score.hasNonNull("value")
                                    ? score.path("value").asText()
                                    : TerminalText.line(score.path("word").asText()))
                    .append(TerminalText.line(
                            score.hasNonNull("comment")
                                    ? "  " + score.path("comment").asText()
                                    : ""))
                    .append('\n');
        }
        return text.toString();
    }

    private static void branches(
            StringBuilder text, Map<String, List<JsonNode>> children, String parent, String indent, boolean content) {
        // Taken out, so that a circle ends.
        List<JsonNode> here = children.remove(parent);
        if (here == null) {
            return;
        }
        for (JsonNode each : here) {
            text.append(indent).append(TerminalText.line(line(each))).append('\n');
            if (content) {
                said(text, indent + "  > ", each.path("input").asText());
                said(text, indent + "  < ", each.path("output").asText());
            }
            branches(text, children, each.path("id").asText(), indent + "  ", content);
        }
    }

    private static String line(JsonNode each) {
        String failure = each.path("level").asText().equals("ERROR")
                ? "  FAILED"
                        + (each.path("message").asText().isEmpty()
                                ? ""
                                : ": " + each.path("message").asText())
                : "";
        String model = each.path("model").asText("");
        String tokens = tokens(each);
        String cost = cost(each);
        return each.path("type").asText() + " " + each.path("name").asText() + "  " + took(each)
                + (model.isEmpty() ? "" : "  " + model)
                + (tokens.isEmpty() ? "" : "  " + tokens + " tokens")
                + (cost.isEmpty() ? "" : "  " + cost)
                + failure;
    }

    private static void said(StringBuilder text, String mark, String said) {
        said.lines()
                .forEach(line ->
                        text.append(mark).append(TerminalText.line(line)).append('\n'));
    }

    static String storage(JsonNode use) {
        return new Table("WHAT", "NUMBER")
                .row("traces", use.path("traces").asText())
                .row("steps of them", use.path("observations").asText())
                .row("bytes on the disk", use.path("bytes").asText())
                .row(
                        "traces that went for their age, since the start",
                        use.path("too_old").asText())
                .row(
                        "traces that made room, since the start",
                        use.path("too_much").asText())
                .row(
                        "steps of too long traces, dropped since the start",
                        use.path("too_long").asText())
                .toText();
    }
}
