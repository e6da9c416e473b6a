package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The contract for providers that ask a server over HTTP.
interface ServerProviderContract extends ProviderContract {
    /// A request of either API.
    String SAY_HI = "{\"model\":\"public\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    /// In front of the server.
    FrontOf front();

    /// A stream that begins with this text.
    Reply begins(String text);

    @Override
    default RunningGateway gateway() {
        return front().gateway;
    }

    @Override
    default String model() {
        return "public";
    }

    @Override
    default void breaksOff(String text) {
        front().upstream.reply(begins(text));
    }

    @Override
    default void hangs(String text) {
        front().upstream.reply(begins(text).hanging());
    }

    @Override
    default void awaitLeaving() throws InterruptedException {
        front().upstream.awaitLeaving();
    }

    /// The key of the upstream, as servers quote it in what they say against a request: in a text, in a code, at
    /// the end of what is told on, escaped, in other letters.
    @Test
    default void anErrorThatQuotesOurKeyIsToldWithoutIt() {
        List<String> errors = List.of(
                "{\"message\":\"bad: sk-upstream\",\"code\":\"sk-upstream\",\"param\":\"sk-upstream\","
                        + "\"type\":\"sk-upstream\"}",
                "{\"message\":\"" + "x".repeat(960) + " Bearer sk-upstream\"}",
                "{\"message\":\"SK-UPSTREAM\",\"code\":\"context_length_exceeded\"}",
                "\"sk-upstream\"");
        for (int status : new int[] {400, 401, 404, 413, 422, 429, 500, 503, 529}) {
            for (String error : errors) {
                front().upstream.always(Reply.status(status, "{\"error\":" + error + "}"));
                for (String path : List.of(FrontOf.CHAT, "/v1/messages")) {
                    assertTellsNoKey(gateway().post(path, SAY_HI));
                }
            }
        }
    }

    @Test
    default void anErrorInAStreamThatQuotesOurKeyIsToldWithoutIt() {
        Reply error = Reply.chunks("event: error\ndata: {\"type\":\"error\","
                + "\"error\":{\"type\":\"api_error\",\"message\":\"sk-upstream\"}}\n\n");
        List<byte[]> late = new ArrayList<>(begins("Hel").pieces());
        late.removeLast();
        late.addAll(error.pieces().subList(1, error.pieces().size()));
        for (Reply reply : List.of(error, new Reply(late, null, Reply.End.KEPT))) {
            front().upstream.always(reply);
            for (String path : List.of(FrontOf.CHAT, "/v1/messages")) {
                assertTellsNoKey(gateway().post(path, SAY_HI.replace("}]}", "}],\"stream\":true}")));
            }
        }
    }

    private static void assertTellsNoKey(HttpResponse<String> response) {
        String told = response.body() + response.headers().map();
        assertTrue(told.contains("error"), told);
        // Half of it would be one too many.
        assertFalse(told.toLowerCase(Locale.ROOT).contains("sk-up"), told);
    }
}
