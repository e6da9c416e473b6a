package io.aiplat.gateway.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which requests are the same.
class RequestDigestTest {
    private static final String REQUEST = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[],1]}";

    private static String digest(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return String.valueOf(RequestDigest.of("scope", bytes, bytes.length, Set.of("user")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " { \"model\" : \"m\" , \"messages\" : [ {\"role\":\"user\",\"content\":\"ä\"} , [ ] , 1 ] } ",
                "{\"messages\":[{\"content\":\"\\u00e4\",\"role\":\"user\"},[],1],\"model\":\"m\"}",
                "{\"user\":{\"deep\":[1,2]},\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[],1]}"
            })
    void orderBlanksAndEscapesDoNotCount(String same) {
        assertEquals(digest(REQUEST), digest(same));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[],1]}",
                "{\"model\":\"m\",\"messages\":[[],{\"role\":\"user\",\"content\":\"ä\"},1]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[],\"1\"]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[1]]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\",\"user\":\"x\"},[],1]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\"},[],1],\"n\":null}"
            })
    void everythingElseCounts(String other) {
        assertNotEquals(digest(REQUEST), digest(other));
    }

    @Test
    void whatCannotBeReadHasNoName() {
        byte[] bytes = "{\"a\":".getBytes(StandardCharsets.UTF_8);

        assertNull(RequestDigest.of("scope", bytes, bytes.length, Set.of()));
    }
}
