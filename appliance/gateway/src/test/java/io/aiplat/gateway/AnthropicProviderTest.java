package io.aiplat.gateway;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.provider.AnthropicProvider;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/// Anthropic's cloud keeps the contract.
class AnthropicProviderTest implements ServerProviderContract {
    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), UpstreamKind.ANTHROPIC);

    AnthropicProviderTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    @Override
    public Class<? extends Provider> provider() {
        return AnthropicProvider.class;
    }

    @Override
    public FrontOf front() {
        return front;
    }

    @Override
    public void says(String path, boolean stream, String... texts) {
        boolean passes = path.equals(MESSAGES) && !stream;
        front.upstream.reply(passes ? Reply.json(AnthropicCloud.WHOLE) : AnthropicCloud.says(texts));
    }

    @Override
    public Reply begins(String text) {
        return AnthropicCloud.stream(AnthropicCloud.START, AnthropicCloud.BEGIN, AnthropicCloud.text(text));
    }

    @Override
    public void findsPromptsTooLong() {
        front.upstream.always(AnthropicCloud.error(400, "invalid_request_error", "prompt is too long: 9 > 8"));
    }

    @Override
    public void fails() {
        front.upstream.always(AnthropicCloud.error(500, "api_error", "Internal server error"));
    }
}
