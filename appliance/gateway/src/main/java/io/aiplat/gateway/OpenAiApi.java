package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.connection.ExchangeHandler;
import io.aiplat.governance.KeySnapshot;
import io.aiplat.model.Settings;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Everything under `/v1`, and the two questions whether we are well. Nothing is passed on that is not named here.
final class OpenAiApi implements ExchangeHandler {
    private static final String API = "/v1";
    private static final String ONE_MODEL = "/v1/models/";

    private final Callers callers;
    private final AllowedHosts hosts;
    private final CrossOrigin origins;
    private final Health health;
    private final ModelsEndpoint models;
    private final ModelEndpoint model;

    OpenAiApi(Settings.Gateway settings, Callers callers, Health health, ModelsEndpoint models, ModelEndpoint model) {
        this.callers = callers;
        this.hosts = new AllowedHosts(settings);
        this.origins = new CrossOrigin(settings.origins());
        this.health = health;
        this.models = models;
        this.model = model;
    }

    @Override
    public boolean serves(RequestHead head) {
        String path = head.path();
        return path.equals("/health")
                || path.equals("/ready")
                || path.startsWith(API) && (path.length() == API.length() || path.charAt(API.length()) == '/');
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            hosts.check(Asking.of(exchange.head()));
            if (!origins.answered(exchange)) {
                route(exchange);
            }
        } catch (IOException e) {
            if (e instanceof MalformedRequest malformed) {
                exchange.last();
                ErrorReply.to(exchange, new ApiException(ApiError.of(malformed)));
            } else {
                throw e;
            }
        } catch (ClientGone gone) {
            throw new IOException("the client has left", gone);
        } catch (RuntimeException failure) {
            ErrorReply.to(exchange, failure);
        }
    }

    private void route(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        String path = head.path();
        boolean get = head.method().equals("GET") || head.method().equals("HEAD");
        boolean post = head.method().equals("POST");
        if (!path.startsWith(API)) {
            health.answer(exchange, path);
            return;
        }
        KeySnapshot key = callers.of(head);
        Operation operation = post ? Operation.at(path) : null;
        if (operation != null) {
            model.handle(exchange, operation, key);
        } else if (get && path.equals("/v1/models")) {
            models.list(exchange, key);
        } else if (get && path.startsWith(ONE_MODEL)) {
            models.one(exchange, key, URLDecoder.decode(path.substring(ONE_MODEL.length()), StandardCharsets.UTF_8));
        } else {
            throw unknown(head);
        }
    }

    private static ApiException unknown(RequestHead head) {
        return new ApiException(ApiError.invalid(
                404,
                "unknown_url",
                null,
                "There is no " + head.method() + " " + head.path()
                        + ". There are GET /v1/models, POST /v1/chat/completions and POST /v1/embeddings."));
    }

    @Override
    public byte[] refusal(MalformedRequest malformed, String id) {
        return ErrorReply.json(ApiError.of(malformed));
    }
}
