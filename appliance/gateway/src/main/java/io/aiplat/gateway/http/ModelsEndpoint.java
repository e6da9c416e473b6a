package io.aiplat.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.balancing.Router;
import io.aiplat.telemetry.request.EndpointLabel;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /v1/models` and `GET /v1/models/{id}`: what a key may ask for.
public final class ModelsEndpoint {
    /// As it is called in metrics, spans and the log.
    public static final EndpointLabel LABEL = new EndpointLabel("models", "/v1/models", "models");

    private final Supplier<Router> router;
    private final @Nullable ModelEngine local;
    private final Instant since;

    /// A model as a client is told of it.
    record Listed(String name, Instant created, String owner) {}

    /// @param since dates models that only the plan knows
    public ModelsEndpoint(Supplier<Router> router, @Nullable ModelEngine local, Instant since) {
        this.router = router;
        this.local = local;
        this.since = since;
    }

    /// Answers which models a key may ask for, in the form of the API that the client speaks.
    public void list(Exchange exchange, KeySnapshot key) throws IOException {
        Collection<Listed> models = listed(key).values();
        if (isAnthropic(exchange)) {
            AnthropicModels.list(exchange, models);
            return;
        }
        exchange.reply(200, ApiJson.TYPE, ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Listed model : models) {
                write(json, model);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /// Answers what one model is.
    ///
    /// @param written in any spelling
    public void one(Exchange exchange, KeySnapshot key, String written) throws IOException {
        Router now = router.get();
        Router.Target target = now.find(written);
        String name = target == null ? written : target.name();
        Listed model = listed(key).get(name);
        if (model == null
                && target != null
                && key.mayUse(RouteAccess.use(target))
                && isServed(now.plan(), target.route())) {
            model = new Listed(name, since, ownerOf(now.plan(), target.route()));
        }
        if (model == null) {
            throw new ApiException(ApiError.invalid(
                    404,
                    "model_not_found",
                    "model",
                    "The model '" + written + "' is not here. GET /v1/models lists those that are."));
        }
        Listed found = model;
        boolean anthropic = isAnthropic(exchange);
        exchange.reply(200, ApiJson.TYPE, ApiJson.bytes(json -> {
            if (anthropic) {
                AnthropicModels.write(json, found);
            } else {
                write(json, found);
            }
        }));
    }

    /// Whether the client speaks Anthropic's API, which has the same addresses.
    private static boolean isAnthropic(Exchange exchange) {
        return exchange.head().headers().has(AnthropicModels.VERSION);
    }

    /// Whether a name is served that no list has: one that a pattern takes, unless only the engine here could serve
    /// it, which lists all it has.
    private static boolean isServed(GatewayConfig plan, Route route) {
        return !route.isWildcard()
                || route.deployments().stream().anyMatch(d -> plan.upstreamOf(d).provider() != UpstreamKind.EMBEDDED);
    }

    private Map<String, Listed> listed(KeySnapshot key) {
        Router now = router.get();
        GatewayConfig plan = now.plan();
        Map<String, Listed> models = new TreeMap<>();
        plan.routes().stream()
                .filter(route -> !route.isWildcard())
                .forEach(route -> models.put(route.name(), new Listed(route.name(), since, ownerOf(plan, route))));
        plan.aliases().keySet().stream()
                .filter(alias -> !alias.endsWith("*"))
                .forEach(alias -> models.putIfAbsent(alias, new Listed(alias, since, "aiplat")));
        plan.routes().stream()
                .filter(route -> route.isWildcard() && servesLocal(plan, route))
                .forEach(route -> addLocal(models, route, local));
        models.keySet().removeIf(name -> !mayUse(key, name, now));
        return models;
    }

    /// By the rule that a request goes by: a name that leads to nothing, or to what the key may not use, is not
    /// shown.
    private static boolean mayUse(KeySnapshot key, String name, Router router) {
        Router.Target target = router.find(name);
        return target != null && target.name().equals(name) && key.mayUse(RouteAccess.use(target));
    }

    private static void addLocal(Map<String, Listed> models, Route route, @Nullable ModelEngine local) {
        if (local == null) {
            return;
        }
        String beginning = route.name().substring(0, route.name().length() - 1);
        for (ModelCard card : local.models()) {
            String name = beginning + card.name();
            models.putIfAbsent(name, new Listed(name, card.created(), local.name()));
        }
    }

    private static boolean servesLocal(GatewayConfig plan, Route route) {
        return route.deployments().stream()
                .anyMatch(d -> plan.upstreamOf(d).provider() == UpstreamKind.EMBEDDED
                        && d.model().equals("*"));
    }

    private static String ownerOf(GatewayConfig plan, Route route) {
        return plan.upstreamOf(route.deployments().getFirst()).name();
    }

    private static void write(JsonGenerator json, Listed model) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.name());
        json.writeStringField("object", "model");
        json.writeNumberField("created", model.created().getEpochSecond());
        json.writeStringField("owned_by", model.owner());
        json.writeEndObject();
    }
}
