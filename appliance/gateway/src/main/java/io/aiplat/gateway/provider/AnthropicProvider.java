package io.aiplat.gateway.provider;

import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.SingleModelCheck;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.protocol.AnthropicProtocol;
import io.aiplat.gateway.relay.Relay;
import io.aiplat.gateway.upstream.AnthropicBody;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.UpstreamClient;
import io.aiplat.gateway.upstream.UpstreamClient.KeyHeader;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;

/// Servers that speak Anthropic's API, its cloud above all. Messages go through as they are, but for the few
/// bytes that have to differ; conversations in OpenAI's words become messages.
public final class AnthropicProvider implements Provider {
    private static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";
    /// What this gateway reads and writes; a client may speak another.
    private static final String USUAL_VERSION = "2023-06-01";

    private final UpstreamClient server;
    private final Translator translator;
    private final Headers usual;

    /// @param upstream  with an address
    /// @param upstreams watch the time of all calls; closing them is the caller's
    public AnthropicProvider(Upstream upstream, Upstreams upstreams, Ids ids, Clock clock) {
        this.server = new UpstreamClient(upstream, KeyHeader.X_API_KEY, upstreams, clock);
        boolean decided = upstream.headers().keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(VERSION));
        this.usual = decided ? UpstreamClient.NO_MORE : new Headers().add(VERSION, USUAL_VERSION);
        this.translator = new Translator(new ServerChatBackend(server, new AnthropicProtocol(), usual), ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        switch (attempt.call().endpoint().support(UpstreamKind.ANTHROPIC)) {
            case UpstreamSupport.Relayed _, UpstreamSupport.RelayedOr _ -> pass(attempt);
            case UpstreamSupport.Translated(var by) -> translator.translate(attempt, by);
            case UpstreamSupport.NotServed(var what) ->
                throw AttemptFailed.lacking("The upstream of this model speaks Anthropic's API, which " + what + ".");
        }
    }

    private void pass(Attempt attempt) throws AttemptFailed, IOException {
        SingleModelCheck.check(attempt.call());
        server.ask(
                attempt,
                attempt.call().endpoint().path(),
                headers(attempt.responder().asked()),
                AnthropicBody.of(attempt),
                answer -> new Relay(attempt, answer, server.secrets()).answer());
    }

    /// What a client says of the API it means goes on to who has that API.
    private Headers headers(Headers client) {
        if (!client.has(VERSION) && !client.has(BETA)) {
            return usual;
        }
        Headers headers = new Headers();
        Headers versions = client.has(VERSION) ? client : usual;
        for (int i = versions.indexOf(VERSION, 0); i >= 0; i = versions.indexOf(VERSION, i + 1)) {
            headers.add(versions, i);
        }
        for (int i = client.indexOf(BETA, 0); i >= 0; i = client.indexOf(BETA, i + 1)) {
            headers.add(client, i);
        }
        return headers;
    }

    @Override
    public void close() {
        server.close();
    }
}
