package io.aiplat.gateway;

import io.aiplat.models.ModelEngine;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;

/// Everything under `/v1`. Nothing is passed on that is not named here.
final class OpenAiApi implements HttpService {
    private final Admission admission;
    private final ModelsEndpoint models;
    private final ChatEndpoint chat;
    private final EmbeddingsEndpoint embeddings;

    OpenAiApi(Admission admission, ModelEngine engine, Ids ids, Clock clock) {
        this.admission = admission;
        this.models = new ModelsEndpoint(engine);
        this.chat = new ChatEndpoint(engine, ids, clock);
        this.embeddings = new EmbeddingsEndpoint(engine);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(this::admit);
        rules.get("/models", models::list);
        rules.get("/models/{+id}", models::one);
        rules.post("/chat/completions", chat);
        rules.post("/embeddings", embeddings);
        rules.any(OpenAiApi::unknown);
    }

    private void admit(ServerRequest request, ServerResponse response) {
        if (!admission.admits(request)) {
            throw new ApiException(ApiError.invalid(
                    401,
                    "invalid_api_key",
                    null,
                    "The API key is missing or wrong. Send it as 'Authorization: Bearer KEY'; `aiplat env` shows it."));
        }
        response.next();
    }

    private static void unknown(ServerRequest request, ServerResponse response) {
        throw new ApiException(ApiError.invalid(
                404,
                "unknown_url",
                null,
                "There is no " + request.prologue().method().text() + " "
                        + request.prologue().uriPath().path()
                        + ". There are GET /v1/models, POST /v1/chat/completions and POST /v1/embeddings."));
    }
}
