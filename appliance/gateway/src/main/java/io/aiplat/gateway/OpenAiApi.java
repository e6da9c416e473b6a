package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.connection.ExchangeHandler;
import io.aiplat.model.Settings;
import io.aiplat.models.ModelEngine;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// Everything under `/v1`, and the two questions whether we are well. Nothing is passed on that is not named here.
final class OpenAiApi implements ExchangeHandler {
    private static final String API = "/v1";
    private static final String ONE_MODEL = "/v1/models/";

    private final Admission admission;
    private final AllowedHosts hosts;
    private final CrossOrigin origins;
    private final Health health;
    private final ModelsEndpoint models;
    private final ChatEndpoint chat;
    private final EmbeddingsEndpoint embeddings;

    OpenAiApi(Settings.Gateway settings, String version, Admission admission, ModelEngine engine, Ids ids, Clock clock) {
        this.admission = admission;
        this.hosts = new AllowedHosts(settings);
        this.origins = new CrossOrigin(settings.origins());
        this.health = new Health(version, engine);
        this.models = new ModelsEndpoint(engine);
        this.chat = new ChatEndpoint(engine, ids, clock);
        this.embeddings = new EmbeddingsEndpoint(engine);
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
        admit(head);
        if (post && path.equals("/v1/chat/completions")) {
            chat.handle(exchange);
        } else if (post && path.equals("/v1/embeddings")) {
            embeddings.handle(exchange);
        } else if (get && path.equals("/v1/models")) {
            models.list(exchange);
        } else if (get && path.startsWith(ONE_MODEL)) {
            models.one(exchange, URLDecoder.decode(path.substring(ONE_MODEL.length()), StandardCharsets.UTF_8));
        } else {
            throw unknown(head);
        }
    }

    private void admit(RequestHead head) {
        if (!admission.admits(Asking.of(head))) {
            throw new ApiException(ApiError.invalid(
                    401,
                    "invalid_api_key",
                    null,
                    "The API key is missing or wrong. Send it as 'Authorization: Bearer KEY'; `aiplat env` shows it."));
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
