package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.access.KeySeeds;
import io.aiplat.gateway.access.RoutePricing;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Prices and budgets of several currencies, as the ledger counts them: in the base.
@Timeout(60)
class CurrencyTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Reply ANSWER = Reply.json(
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":0,\"total_tokens\":1000}}");

    private static ConfigReadResult read(String price, String budget, String currency) {
        String text = """
                upstreams: {a: {provider: openai, url: "http://127.0.0.1:1/v1"}}
                keys: [{name: k, key: 12345678, budget: %s}]
                models: [{name: m, deployments: [{upstream: a, model: m}], price: %s}]
                currency: %s
                """.formatted(budget, price, currency);
        return GatewayFile.read("gateway.yaml", text, Path.of("/unused"), Map.of(), new GatewayDryRun());
    }

    private static GatewayConfig accepted(String price, String budget, String currency) {
        ConfigReadResult read = read(price, budget, currency);
        return assertInstanceOf(ConfigReadResult.Accepted.class, read, read.toString())
                .plan();
    }

    @Test
    void pricesAreRoundedUpAndBudgetsDownToTheMillionth() {
        GatewayConfig plan = accepted(
                "{input: 1.000001, output: 0.0000001, currency: EUR}",
                "{amount: 9.999999, currency: EUR}",
                "{base: USD, EUR: 1.1}");

        Route route = plan.routes().getFirst();
        RoutePricing.Fee fee =
                RoutePricing.of(route, plan.currency()).fee(route.deployments().getFirst());
        assertEquals("USD", fee.currency());
        assertEquals(new Price.PerToken(1_100_002, 1_100_002, 1_100_002, 1), fee.price());
        assertEquals(
                List.of(new Budget(10_999_998, Window.Calendar.MONTH)),
                KeySeeds.seeded(plan.keys().getFirst())
                        .key()
                        .settings()
                        .limits()
                        .budgets());
    }

    @Test
    void whatIsTooMuchInTheBaseIsRefusedWhereItStands() {
        String dear = "{input: 900000, output: 1, currency: EUR}";
        String much = "{amount: 900000000, currency: EUR}";
        assertEquals("EUR", accepted(dear, much, "{base: EUR}").currency());
        var problems = assertInstanceOf(ConfigReadResult.Refused.class, read(dear, much, "{base: USD, EUR: 1.2}"))
                .problems();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).what().startsWith("keys[0].budget "), problems.toString());
        assertTrue(problems.get(1).what().startsWith("models[0].price "), problems.toString());
    }

    @Test
    void spendAndMetricsAreInTheBase() throws IOException, InterruptedException {
        try (Configured configured = new Configured("""
                upstreams: {there: {provider: openai, url: "${env:UPSTREAM}"}}
                models: [{name: m, deployments: [{upstream: there, model: m}], price: {input: 2, output: 2, currency: EUR}}]
                currency: {base: USD, EUR: 1.25}
                """)) {
            Limits limits = new Limits(List.of(Budget.parse("10/month")), null, null, null, List.of());
            configured.gateway.serving.seed("ada", "sk-ada-12345", KeySettings.PLAIN.with(limits));
            configured.upstream.reply(ANSWER);
            configured.gateway.post(
                    CHAT,
                    "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    "Authorization",
                    "Bearer sk-ada-12345");
            String metrics = Eventually.seen(
                    "the cost is counted",
                    () -> configured.gateway.get("/metrics").body(),
                    text -> text.contains("aiplat_gateway_cost_total{currency=\"USD\",model=\"m\""));
            assertTrue(metrics.contains("team=\"\"} 0.0025"), metrics);
            assertTrue(
                    metrics.contains("aiplat_gateway_budget_left{currency=\"USD\",name=\"ada\",owner=\"key\"} 9.9975"),
                    metrics);
        }
    }
}
