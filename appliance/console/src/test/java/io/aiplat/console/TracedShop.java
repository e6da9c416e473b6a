package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;

/// An agent that sells shoes, traced as programs do it: over HTTP, with a key.
final class TracedShop {
    static final String FIRST = "1".repeat(32);
    static final String SECOND = "2".repeat(32);
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli() * 1_000_000;
    private static final long MILLI = 1_000_000;

    private final RunningConsole console;

    TracedShop(RunningConsole console) {
        this.console = console;
    }

    /// Two conversations of two users; in the second a tool fails.
    void sells() {
        send(
                span(
                        FIRST,
                        "a1",
                        "",
                        "sell shoes",
                        "agent",
                        0,
                        900,
                        about("ann", "spring") + said("Shoes, please", "Sold.")),
                span(FIRST, "a2", "a1", "plan", "chain", 10, 300, ""),
                span(
                        FIRST,
                        "a3",
                        "a2",
                        "answer",
                        "generation",
                        20,
                        280,
                        model() + said("[{\"role\":\"user\",\"content\":\"Which <b>shoes</b>?\"}]", "The red ones.")),
                span(FIRST, "a4", "a1", "look up stock", "retriever", 310, 500, said("{\"size\":42}", "{\"left\":3}")));
        send(
                span(SECOND, "b1", "", "sell hats", "agent", 60_000, 61_000, about("bob", "spring")),
                failed(SECOND, "b2", "b1", "pay", 60_100, 60_400));
        post("/api/public/scores", "{'traceId':'" + FIRST + "','name':'helpful','value':0.9,'comment':'quick'}");
        post(
                "/api/public/scores",
                "{'traceId':'" + FIRST + "','observationId':'" + id("a3")
                        + "','name':'tone','value':'kind','dataType':'CATEGORICAL'}");
    }

    private void send(String... spans) {
        post(
                "/v1/traces",
                "{'resourceSpans':[{'resource':{'attributes':[" + attribute("service.name", "shop")
                        + "]},'scopeSpans':[{'spans':[" + String.join(",", spans) + "]}]}]}");
    }

    private void post(String path, String json) {
        String[] headers = {"Authorization", "Bearer " + RunningConsole.KEY, "Content-Type", "application/json"};
        assertEquals(200, console.post(path, json.replace('\'', '"'), headers).statusCode());
    }

    private static String span(
            String trace, String id, String parent, String name, String type, long from, long to, String more) {
        return "{'traceId':'" + trace + "','spanId':'" + id(id) + "','parentSpanId':'"
                + (parent.isEmpty() ? "" : id(parent))
                + "','name':'" + name + "','startTimeUnixNano':'" + (NOON + from * MILLI) + "','endTimeUnixNano':'"
                + (NOON + to * MILLI) + "','attributes':[" + attribute("langfuse.observation.type", type) + more + "]}";
    }

    private static String failed(String trace, String id, String parent, String name, long from, long to) {
        return span(trace, id, parent, name, "tool", from, to, "")
                .replaceFirst("]}$", "],'status':{'code':2,'message':'the card was refused'}}");
    }

    private static String about(String user, String session) {
        return "," + attribute("langfuse.user.id", user) + "," + attribute("langfuse.session.id", session) + ","
                + attribute("shop.branch", "north");
    }

    private static String model() {
        return "," + attribute("langfuse.observation.model.name", "smoke") + ","
                + attribute("langfuse.observation.usage_details", "{\"input\":120,\"output\":10}") + ","
                + attribute("langfuse.observation.cost_details", "{\"total\":0.000305}");
    }

    private static String said(String input, String output) {
        return "," + attribute("langfuse.observation.input", input) + ","
                + attribute("langfuse.observation.output", output);
    }

    private static String attribute(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value.replace("\"", "\\\"") + "'}}";
    }

    private static String id(String word) {
        return "0".repeat(16 - word.length()) + word;
    }
}
