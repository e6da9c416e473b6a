package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.Embeddings;
import io.aiplat.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Embeddings.
class EmbeddingsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void givesNumbersUnlessAskedOtherwise() {
        assertEquals(json("""
                        {"object":"list","data":[
                          {"object":"embedding","index":0,"embedding":[0.5,-1.0,0.1]},
                          {"object":"embedding","index":1,"embedding":[0.5,-1.0,0.1]}],
                         "model":"smoke-embed","usage":{"prompt_tokens":7,"total_tokens":7}}"""), json(embed("\"input\":[\"a\",\"b\"]")));
    }

    @Test
    void takesOneText() {
        assertEquals(1, json(embed("\"input\":\"a\"")).path("data").size());
    }

    @Test
    void givesBase64OfLittleEndianFloats() {
        String base64 = json(embed("\"input\":\"a\",\"encoding_format\":\"base64\""))
                .at("/data/0/embedding")
                .asText();

        float[] vector = new float[3];
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        assertArrayEquals(new float[] {0.5f, -1f, 0.1f}, vector);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            input           | missing_required_parameter | "user":"me"
            input[1]        | invalid_value              | "input":[1,100256,3]
            input[1][0]     | invalid_value              | "input":[[1,2],[-1]]
            input[0][1]     | invalid_value              | "input":[[1,2.5]]
            input           | invalid_value              | "input":[[]]
            input           | unsupported_parameter      | "input":[[58040,58040]]
            input           | invalid_value              | "input":""
            input           | invalid_value              | "input":[]
            input           | invalid_value              | "input":["a",""]
            input           | invalid_type               | "input":{}
            input[1]        | invalid_type               | "input":["a",1]
            encoding_format | invalid_value              | "input":"a","encoding_format":"int8"
            dimensions      | unsupported_parameter      | "input":"a","dimensions":4
            dimensions      | invalid_value              | "input":"a","dimensions":0
            """)
    void refusesByName(String param, String code, String fields) {
        HttpResponse<String> response = embed(fields);

        assertEquals(400, response.statusCode());
        assertEquals(param, error(response).path("param").asText());
        assertEquals(code, error(response).path("code").asText());
    }

    /// What LangChain sends where nothing else is said: the numbers that tiktoken gives for `cl100k_base`.
    @Test
    void readsNumbersOfTokensBackToText() {
        List<List<String>> inputs = new CopyOnWriteArrayList<>();
        gateway.engine.embedding = (_, all) -> {
            inputs.add(all);
            return new Embeddings(all.stream().map(_ -> new float[] {1}).toList(), all.size());
        };
        assertEquals(
                200, embed("\"input\":[[15339,1917],\"plain\",[9468,247,224]]").statusCode());
        assertEquals(200, embed("\"input\":[15339,1917]").statusCode());
        assertEquals(200, embed("\"input\":[[9468]]").statusCode());

        assertEquals(List.of(List.of("hello world", "plain", "🙂"), List.of("hello world"), List.of("\ufffd")), inputs);
    }

    @Test
    void shortensVectorsWhereTheModelCan() {
        JsonNode vector = json(embed("\"input\":\"a\",\"dimensions\":2")).at("/data/0/embedding");
        assertEquals(2, vector.size());
        assertEquals(1 / Math.sqrt(5), vector.get(0).floatValue(), 1e-6);

        HttpResponse<String> dropped = embed("\"input\":\"a\",\"dimensions\":9,\"drop_params\":true");
        assertEquals(200, dropped.statusCode(), dropped.body());
        assertEquals(
                "dimensions",
                dropped.headers().firstValue("x-aiplat-dropped-params").orElseThrow());
        assertEquals(3, json(dropped).at("/data/0/embedding").size());
    }

    @Test
    void leavesOutWhatNobodyHereKnowsAndNamesIt() throws InterruptedException {
        HttpResponse<String> answer = embed("\"input\":\"a\",\"foo\":1");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "foo", answer.headers().firstValue("x-aiplat-dropped-params").orElseThrow());
        Eventually.holds("it is logged", () -> !gateway.serving.log().isEmpty());
        assertTrue(
                gateway.serving.log().getFirst().contains(" dropped=foo"),
                gateway.serving.log().toString());
    }

    private HttpResponse<String> embed(String fields) {
        return gateway.post("/v1/embeddings", "{\"model\":\"smoke-embed\"," + fields + "}");
    }
}
