package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.Limits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 11: what a server is sent names the model once, in every reading it may have.
@Timeout(60)
class SingleModelCheckTest {
    private static final String LIMITED = "sk-limited";
    private static final String TYPE = "multipart/form-data; boundary=b0und";
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    private final FrontOf front = new FrontOf();

    SingleModelCheckTest() throws IOException {
        front.key(LIMITED, new Limits(List.of(), null, null, null, List.of("public")));
        front.upstream.always(Reply.json(FrontOf.ANSWER));
    }

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> send(String path, String body, String type) {
        return front.gateway.post(path, body, "Authorization", "Bearer " + LIMITED, "content-type", type);
    }

    private HttpResponse<String> chat(String more) {
        return send(FrontOf.CHAT, FrontOf.body(more), "application/json");
    }

    private void assertRefused(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(List.of(), front.upstream.asked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"dear\"",
                "\"mod\\u0065l\":\"dear\"",
                "\"Model\":\"dear\"",
                "\"MODEL\":\"dear\"",
                "\"mo_del\":\"dear\"",
                "\"model \":\"dear\"",
                "\"$model\":\"dear\"",
                "\"model[]\":[\"dear\"]",
                "\"model\\u0000\":\"dear\"",
                "\"target_model\":\"dear\"",
                "\"modelVersion\":\"dear\"",
                "\"models\":[\"dear\"]",
                "\"Models\":[\"dear\"]",
                "\"model\\u017f\":[\"dear\"]",
                "\"modelſ\":[\"dear\"]",
                "\"route\":\"fallback\"",
                "\"provider\":{\"order\":[\"dear\"]}",
                "\"preset\":\"dear\"",
                "\"fallbacks\":[\"dear\"]",
                "\"fallbacks\":[{\"public\":[\"dear\"]}]",
                "\"context_window_fallbacks\":[]",
                "\"model_list\":[]",
                "\"deployment\":\"dear\"",
                "\"deployment_id\":\"dear\"",
                "\"engine\":\"dear\"",
                "\"user_config\":{}",
                "\"custom_llm_provider\":\"dear\"",
                "\"api_base\":\"http://dear\"",
                "\"lora\":[{\"id\":1,\"scale\":1}]",
                "\"lora_path\":\"dear\"",
                "\"adapter_id\":\"dear\"",
                "\"extra_body\":{\"model\":\"dear\"}",
                "\"extra_body\":{\"models\":[\"dear\"]}",
                "\"extra_body\":{\"extra_body\":{\"provider\":{}}}",
                "\"options\":{\"MODEL\":\"dear\"}",
                "\"providerOptions\":{\"gateway\":{\"models\":[\"dear\"]}}",
                "\"tools\":[{\"type\":\"image_generation\",\"model\":\"dear\"}]",
                "\"tools\":[{\"type\":\"openrouter:advisor\",\"parameters\":{\"mod\\u0065l\":\"dear\"}}]",
                "\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"image_generation\","
                        + "\"model\":\"dear\"}]}]",
                "\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"parameters\":{\"model\":\"dear\"},\"tools\":[]}]",
                "\"plugins\":[{\"id\":\"fusion\",\"analysis\":{\"models\":[\"dear\"]}}]"
            })
    void noFieldChoosesAnother(String field) {
        assertRefused(chat("," + field));
        assertRefused(
                send("/v1/embeddings", "{\"model\":\"public\",\"input\":\"hi\"," + field + "}", "application/json"));
        assertRefused(
                send("/v1/responses", "{" + field + ",\"model\":\"public\",\"input\":\"hi\"}", "application/json"));
    }

    /// What is counted and looked at is what the server reads.
    @ParameterizedTest
    @ValueSource(strings = {"Messages", "MESSAGES", "me\\u0073sages", "message\u017f", "mes-sages"})
    void theConversationIsThereOnce(String name) {
        assertRefused(chat(",\"" + name + "\":[{\"role\":\"user\",\"content\":\"other\"}]"));
    }

    @Test
    void theFieldIsNamed() {
        HttpResponse<String> answer = chat(",\"extra_body\":{\"models\":[\"dear\"]}");

        assertEquals("extra_body.models", FrontOf.error(answer).path("param").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\","
                        + "\"properties\":{\"model\":{\"type\":\"string\"}}}}}]",
                "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"https://a.example\",\"headers\":{}}]",
                "\"tools\":[{\"type\":\"namespace\",\"name\":\"multi_agent_v1\",\"description\":\"d\",\"tools\":[{\"type\":"
                        + "\"function\",\"name\":\"spawn_agent\",\"parameters\":{\"properties\":{\"model\":{}}}}]}]",
                "\"metadata\":{\"model\":\"mine\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{\"type\":"
                        + "\"object\",\"properties\":{\"model\":{}}}}}",
                "\"models\":null",
                "\"extra_body\":{\"top_k\":5}"
            })
    void whatChoosesNoneGoesThrough(String field) {
        HttpResponse<String> answer = chat("," + field);

        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(front.upstream.asked().getFirst().body().contains(field));
    }

    @Test
    void aQuestionMarkChoosesNone() {
        assertEquals(
                200,
                send(FrontOf.CHAT + "?model=dear", FrontOf.body(""), "application/json")
                        .statusCode());
        assertFalse(front.upstream.asked().getFirst().line().contains("?"));
    }

    private static String form(String... parts) {
        StringBuilder form = new StringBuilder();
        for (String part : parts) {
            form.append("--b0und\r\nContent-Disposition: form-data; ")
                    .append(part)
                    .append("\r\n");
        }
        return form + "--b0und--\r\n";
    }

    private static final String FILE = "name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF";
    private static final String MODEL = "name=\"model\"\r\n\r\npublic";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=\"model\"\r\n\r\ndear",
                "name=\"Model\"\r\n\r\ndear",
                "name=\"model[]\"\r\n\r\ndear",
                "name=\"model[0]\"\r\n\r\ndear",
                "name=\"model.name\"\r\n\r\ndear",
                "name=\"model\"; filename=\"m\"\r\n\r\ndear",
                "name=model\r\n\r\ndear",
                "name*=utf-8''model\r\n\r\ndear",
                "name=\"models\"\r\n\r\ndear",
                "name=\"models[]\"\r\n\r\ndear",
                "name=\"deployment_id\"\r\n\r\ndear",
                "name=\"fallbacks\"\r\n\r\n[\"dear\"]",
                "name=\"x\"\r\n\r\ny\n--b0und\nContent-Disposition: form-data; name=\"model\"\n\ndear"
            })
    void noPartOfAFormChoosesAnother(String part) {
        assertRefused(send(TRANSCRIPTIONS, form(FILE, MODEL, part), TYPE));
        assertRefused(send(TRANSCRIPTIONS, form(FILE, part, MODEL), TYPE));
    }

    @Test
    void aFormNamesTheModelOnce() {
        front.upstream.always(Reply.json("{\"text\":\"a\"}"));
        String list = "name=\"include[]\"\r\n\r\nlogprobs";

        HttpResponse<String> answer = send(
                TRANSCRIPTIONS,
                form(FILE, MODEL, list, list),
                "multipart/form-data; charset=utf-7; boundary=\"b0und\"");

        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                form(FILE, MODEL.replace("public", "private"), list, list),
                front.upstream.asked().getFirst().body());
        assertEquals(TYPE, front.upstream.asked().getFirst().header("content-type"));
    }
}
