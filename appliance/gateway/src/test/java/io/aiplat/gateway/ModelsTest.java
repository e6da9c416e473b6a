package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The list of models.
class ModelsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void listsWhatTheEngineHas() {
        assertEquals(json("""
                        {"object":"list","data":[
                          {"id":"hf.co/some/model:Q4","object":"model","created":1700000001,"owned_by":"fake"},
                          {"id":"smoke","object":"model","created":1700000000,"owned_by":"fake"},
                          {"id":"smoke-embed","object":"model","created":1700000002,"owned_by":"fake"}]}"""), json(gateway.get("/v1/models")));
    }

    @Test
    void findsOneByNameAlsoWithSlashes() {
        assertEquals("smoke", json(gateway.get("/v1/models/smoke")).path("id").asText());
        assertEquals(
                "hf.co/some/model:Q4",
                json(gateway.get("/v1/models/hf.co/some/model:Q4")).path("id").asText());
        assertEquals(
                "hf.co/some/model:Q4",
                json(gateway.get("/v1/models/hf.co%2Fsome%2Fmodel%3AQ4"))
                        .path("id")
                        .asText());
    }

    @Test
    void saysThatAModelIsNotHere() {
        HttpResponse<String> response = gateway.get("/v1/models/gpt-4o");

        assertEquals(404, response.statusCode());
        assertEquals("model_not_found", error(response).path("code").asText());
    }
}
