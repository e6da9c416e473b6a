package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
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
            input           | unsupported_parameter      | "input":[1,2,3]
            input           | unsupported_parameter      | "input":[[1,2],[3]]
            input           | invalid_value              | "input":""
            input           | invalid_value              | "input":[]
            input           | invalid_value              | "input":["a",""]
            input           | invalid_type               | "input":{}
            input[1]        | invalid_type               | "input":["a",1]
            encoding_format | invalid_value              | "input":"a","encoding_format":"int8"
            dimensions      | unsupported_parameter      | "input":"a","dimensions":2
            foo             | unknown_parameter          | "input":"a","foo":1
            """)
    void refusesByName(String param, String code, String fields) {
        HttpResponse<String> response = embed(fields);

        assertEquals(400, response.statusCode());
        assertEquals(param, error(response).path("param").asText());
        assertEquals(code, error(response).path("code").asText());
    }

    private HttpResponse<String> embed(String fields) {
        return gateway.post("/v1/embeddings", "{\"model\":\"smoke-embed\"," + fields + "}");
    }
}
