package io.aiplat.gateway.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputBoundTest {
    private static final String BASE64 = "iVBORw0KGgo".repeat(100);

    private static long bound(String content) throws MalformedJson {
        byte[] bytes = body(content).getBytes(StandardCharsets.UTF_8);
        return InputBound.of(at("/v1/chat/completions"), JsonObjectView.scan(bytes, bytes.length), bytes.length, 0);
    }

    private static Endpoint at(String path) {
        return Objects.requireNonNull(Endpoints.ALL.at(path));
    }

    private static String body(String content) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}";
    }

    @Test
    void numbersOfTokensAreBoundByTheTextTheyAreReadBackTo() throws MalformedJson {
        String body = "{\"model\":\"m\",\"input\":[[15339,1917]]}";
        JsonObjectView json = JsonObjectView.scan(body.getBytes(StandardCharsets.UTF_8), body.length());
        assertEquals(2L * body.length(), InputBound.of(at("/v1/embeddings"), json, body.length(), 0));
    }

    @Test
    void aPictureCountsTheSameHoweverLargeItIs() throws MalformedJson {
        String picture = "[{\"type\":\"image_url\",\"image_url\":{\"url\": \"data:image/png;base64,%s\"}}]";
        long small = bound(picture.formatted("AA"));
        long large = bound(picture.formatted(BASE64));

        assertEquals(small, large);
        String address = "\"data:image/png;base64,\"";
        assertEquals(body(picture.formatted("")).length() - address.length() + InputBound.PICTURE, large);
    }

    /// To say so in a text would make a prompt free.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"data:text/plain;base64,%s\"",
                "\"{\\\"url\\\":\\\"data:image/png;base64,%s\\\"}\"",
                "[{\"type\":\"text\",\"text\":\"data:image/png;base64,%s\"}]",
                "\"url: ;base64,%s\""
            })
    void aTextCountsAllItsBytes(String content) throws MalformedJson {
        String text = content.formatted(BASE64);

        assertEquals(body(text).length(), bound(text));
    }
}
