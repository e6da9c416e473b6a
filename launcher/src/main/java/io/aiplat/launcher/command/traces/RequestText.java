package io.aiplat.launcher.command.traces;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.render.TerminalText;
import java.math.BigDecimal;
import java.net.URI;
import java.util.function.Function;

/// Requests, for people.
final class RequestText {
    private RequestText() {}

    static String list(JsonNode requests) {
        if (requests.isEmpty()) {
            return "No request is in the log.\n";
        }
        Table table = new Table("ID", "STARTED", "TOOK", "STATUS", "MODEL", "TOKENS", "COST", "KEY");
        for (JsonNode log : requests) {
            table.row(
                    said(log, "id"),
                    said(log, "time").replaceFirst("[.][0-9]+Z$", "Z"),
                    took(log),
                    said(log, "status"),
                    said(log, log.hasNonNull("served") ? "served" : "asked"),
                    tokens(log),
                    said(log, "cost"),
                    said(log, "key"));
        }
        return table.toText();
    }

    private static String said(JsonNode log, String key) {
        return TerminalText.line(log.path(key).asText(""));
    }

    private static String took(JsonNode log) {
        return said(log, "total_ms").replaceFirst("[.].*", "") + " ms";
    }

    private static String tokens(JsonNode log) {
        String tokens = said(log, "tokens_in") + "+" + said(log, "tokens_out");
        return tokens.equals("0+0") || tokens.equals("+") ? "" : tokens;
    }

    /// @param address of a page, by its path
    static String one(JsonNode request, Function<String, URI> address) {
        JsonNode log = request.path("log");
        StringBuilder text = new StringBuilder();
        line(text, "request", said(log, "id") + "  " + said(log, "time") + "  " + took(log));
        line(text, "key", said(log, "key") + (log.hasNonNull("team") ? " of " + said(log, "team") : ""));
        line(
                text,
                "answer",
                said(log, "status") + (log.hasNonNull("error") ? " " + said(log, "error") : "") + "  "
                        + said(log, "served") + (log.hasNonNull("upstream") ? " at " + said(log, "upstream") : ""));
        line(text, "tokens", tokens(log));
        line(text, "cost", log.hasNonNull("cost") ? said(log, "cost") + " " + said(log, "currency") : "");
        line(
                text,
                "gpu",
                request.hasNonNull("gpu_seconds") ? request.path("gpu_seconds").asText() + " s" : "");
        line(text, "log", "aiplat logs requests has id=" + said(log, "id"));
        if (request.path("spans").isEmpty()) {
            line(text, "trace", "none of " + said(log, "trace") + " is kept");
        } else {
            line(text, "trace", "aiplat traces show " + said(log, "trace"));
            line(text, "page", address.apply(request.path("page").asText()).toString());
        }
        request.path("spans")
                .forEach(span -> line(
                        text,
                        "span",
                        span.path("id").asText() + "  "
                                + TerminalText.line(span.path("name").asText()) + "  "
                                + span.path("milliseconds").asText() + " ms"));
        request.path("metrics")
                .forEach(series -> line(
                        text,
                        "metric",
                        TerminalText.line(series.path("selector").asText()) + "  " + plain(series.path("value"))));
        JsonNode spend = request.path("spend");
        if (!spend.isMissingNode()) {
            String day = spend.path("day").asText();
            line(
                    text,
                    "ledger",
                    "aiplat spend --from " + day + " --to " + day + ": "
                            + spend.path("requests").asText() + " requests, " + plain(spend.path("cost"))
                            + ", this one in it");
        }
        return text.toString();
    }

    private static String plain(JsonNode number) {
        return new BigDecimal(number.asText("0")).stripTrailingZeros().toPlainString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isBlank()) {
            text.append(name)
                    .append(" ".repeat(Math.max(1, 9 - name.length())))
                    .append(value)
                    .append('\n');
        }
    }
}
