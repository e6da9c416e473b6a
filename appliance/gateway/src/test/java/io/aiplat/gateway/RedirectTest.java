package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 19: a server that sends us elsewhere was told as a fault of the client's request.
@Timeout(20)
class RedirectTest {
    private final FrontOf front = new FrontOf();

    RedirectTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 399})
    void isAFaultOfTheUpstreamWhateverItsKind(int status) throws InterruptedException {
        HttpResponse<String> answer = front.chat(
                "",
                Reply.status(status, "", "Location: https://user:sk-secret@elsewhere.example:8443/v1?key=sk-secret"));

        assertEquals(502, answer.statusCode(), answer.body());
        assertEquals("upstream_redirect", error(answer).path("code").asText());
        String message = error(answer).path("message").asText();
        assertTrue(message.contains("elsewhere.example") && message.contains(Integer.toString(status)), message);
        assertFalse(answer.body().contains("sk-secret"), answer.body());
        assertEquals(1, front.upstream.asked().size(), "it is not followed");
        front.awaitNoCalls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Other: none", "Location: /v2", "Location: http://x y/", "Location: http://:8/", "Location:"})
    void whereItLeadsNowhereThatIsNotSaid(String location) {
        HttpResponse<String> answer = front.chat("", Reply.status(302, "", location));

        assertEquals(502, answer.statusCode(), answer.body());
        assertTrue(error(answer).path("message").asText().contains("sends us to elsewhere"), answer.body());
    }
}
