package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/// A client's keys, with all limits there are, and what the gateway's books say of them when the client has done what
/// every client does: eight requests with the first key, two with the second (one left in the middle, one that had to
/// wait for it), and some with the third until its budget is used up.
final class Governed {
    private static final int COUNTED = 8;

    /// Of sums of money as floating-point numbers.
    private static final double EXACT = 1e-6;

    private final GatewayProcess gateway;
    private final String name;

    /// For everything.
    final String key;

    /// For one request at a time.
    final String single;

    /// For a few pings.
    final String spent;

    private final double cost;
    private final double left;
    private final double passing;
    private final double lasting;

    /// Makes the keys.
    ///
    /// @param name of the client
    Governed(GatewayProcess gateway, String name) {
        this.gateway = gateway;
        this.name = name;
        key = gateway.key(name, "\"budgets\": [\"50/day\"], \"tokens_per_minute\": 100000");
        single = gateway.key(name + "-single", "\"budgets\": [\"50/month\"], \"concurrent_requests\": 1");
        spent = gateway.key(name + "-spent", "\"budgets\": [\"0.15/total\"]");
        cost = metricCost();
        left = left();
        passing = refused("rate_limit_exceeded");
        lasting = refused("insufficient_quota");
    }

    /// Asserts that every request is counted, paid to the last token, and over.
    void booksAreRight() throws InterruptedException {
        awaitTheReport();
        Line counted = Line.of(gateway, name);
        Line held = Line.of(gateway, name + "-single");
        Line pings = Line.of(gateway, name + "-spent");
        assertEquals(COUNTED, counted.requests);
        assertEquals(2, held.requests, "a request that was refused for a moment costs nothing");
        assertTrue(pings.cost.compareTo(new BigDecimal("0.15")) <= 0, () -> "more than its budget: " + pings.cost);
        for (Line line : List.of(counted, held, pings)) {
            assertTrue(line.cost.signum() > 0 && line.cost.compareTo(line.price()) == 0, line::toString);
        }

        assertEquals(paid(), metricCost() - cost, EXACT, "the metrics and the report");
        assertEquals(
                50 - counted.cost.doubleValue(),
                gateway.metric("aiplat_gateway_budget_left", "owner=\"key\"", "name=\"" + name + "\""),
                EXACT);
        assertEquals(2, left() - left, "streams that were left");
        assertEquals(0, gateway.metric("aiplat_gateway_requests_in_flight"));
        assertEquals(0, gateway.metric("aiplat_gateway_upstream_in_flight"));
        assertTrue(refused("rate_limit_exceeded") - passing >= 2, "what passes is asked again");
        assertEquals(1, refused("insufficient_quota") - lasting, "what is spent is not asked again");
    }

    /// A gateway writes what ended a quarter of a second ago.
    private void awaitTheReport() throws InterruptedException {
        Eventually.seen(
                "the metrics and the report agree",
                () -> metricCost() - cost - paid(),
                difference -> Math.abs(difference) <= EXACT);
    }

    private double paid() {
        return Stream.of(name, name + "-single", name + "-spent")
                .mapToDouble(key -> Line.of(gateway, key).cost.doubleValue())
                .sum();
    }

    private double metricCost() {
        return gateway.metric("aiplat_gateway_cost_total");
    }

    private double left() {
        return gateway.metric("aiplat_gateway_streams_total", "outcome=\"client_gone\"");
    }

    private double refused(String error) {
        return gateway.metric("aiplat_gateway_errors_total", "error_type=\"" + error + "\"");
    }

    /// What the report of spend says of a key, on all days.
    private record Line(int requests, long input, long output, BigDecimal cost) {
        static Line of(GatewayProcess gateway, String key) {
            Line sum = new Line(0, 0, 0, BigDecimal.ZERO);
            for (JsonNode day :
                    gateway.admin("/spend?from=2000-01-01&to=2999-12-31").path("data")) {
                if (day.path("name").asText().equals(key)) {
                    sum = new Line(
                            sum.requests + day.path("requests").asInt(),
                            sum.input + day.path("input_tokens").asLong(),
                            sum.output + day.path("output_tokens").asLong(),
                            sum.cost.add(new BigDecimal(day.path("cost").asText())));
                }
            }
            return sum;
        }

        /// At 1 for a thousand tokens of input and 2 for those of output.
        BigDecimal price() {
            return BigDecimal.valueOf(input + 2 * output, 3);
        }
    }
}
