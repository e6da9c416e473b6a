package io.aiplat.gateway;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.provider.OpenAiProvider;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Servers that are compatible with OpenAI's keep the contract.
class OpenAiProviderTest implements ServerProviderContract {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":15}";

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));

    OpenAiProviderTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    @Override
    public Class<? extends Provider> provider() {
        return OpenAiProvider.class;
    }

    @Override
    public FrontOf front() {
        return front;
    }

    @Override
    public void says(String path, boolean stream, String... texts) {
        front.upstream.reply(path.equals(FrontOf.CHAT) && !stream ? whole(texts) : streamed(texts));
    }

    private static Reply whole(String... texts) {
        return Reply.json("{\"choices\":[{\"message\":{\"content\":\"" + String.join("", texts)
                + "\"},\"finish_reason\":\"stop\"}]," + USAGE + "}");
    }

    private static Reply streamed(String... texts) {
        List<String> events = new ArrayList<>();
        for (String text : texts) {
            events.add(piece(text));
        }
        events.addAll(List.of(FrontOf.STOP, "{\"choices\":[]," + USAGE + "}", FrontOf.DONE));
        return Reply.events(events.toArray(String[]::new));
    }

    private static String piece(String text) {
        return "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}";
    }

    @Override
    public Reply begins(String text) {
        return Reply.events(piece(text));
    }

    @Override
    public void findsPromptsTooLong() {
        front.upstream.always(Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}"));
    }

    @Override
    public void fails() {
        front.upstream.always(Reply.status(500, "{\"error\":{\"message\":\"oops\"}}"));
    }
}
