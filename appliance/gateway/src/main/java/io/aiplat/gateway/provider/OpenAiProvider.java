package io.aiplat.gateway.provider;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.SingleModelCheck;
import io.aiplat.gateway.call.UpstreamSupport;
import io.aiplat.gateway.http.Ids;
import io.aiplat.gateway.protocol.OpenAiProtocol;
import io.aiplat.gateway.relay.Relay;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.OpenAiBody;
import io.aiplat.gateway.upstream.UpstreamClient;
import io.aiplat.gateway.upstream.UpstreamClient.KeyHeader;
import io.aiplat.gateway.upstream.UpstreamErrors;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.wire.form.MultipartForm;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.upstream.Upstreams;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Servers that speak OpenAI's API: vLLM, llama-server, the cloud. Bytes go through as they are, but for the
/// few that have to differ, so what a server understands beyond the API reaches it. Responses go through to
/// servers that have them; for others they become chat completions, and so do Anthropic's messages, which few
/// have.
public final class OpenAiProvider implements Provider {
    /// In what servers say of an address of responses that they do not have.
    private static final String RESPONSES = "/v1/responses";

    /// What servers say of an address that they do not have, where their status does not say so: LM Studio's is
    /// 200.
    private static final List<String> UNKNOWN =
            List.of("unexpected", "unknown", "invalid url", "not found", "no route", "not supported", "unsupported");

    private final UpstreamClient server;
    private final Translator translator;
    private final Map<Endpoint, MissingModelCache> without = new ConcurrentHashMap<>();

    /// @param upstream  with an address
    /// @param upstreams watch the time of all calls; closing them is the caller's
    public OpenAiProvider(Upstream upstream, Upstreams upstreams, Ids ids, Clock clock) {
        this.server = new UpstreamClient(upstream, KeyHeader.BEARER, upstreams, clock);
        OpenAiProtocol tongue = new OpenAiProtocol(OpenAiBody.isOpenAi(upstream.url()), () -> ids.next("call_"));
        this.translator = new Translator(new ServerChatBackend(server, tongue, UpstreamClient.NO_MORE), ids, clock);
    }

    @Override
    public void attempt(Attempt attempt) throws AttemptFailed, IOException {
        switch (attempt.call().endpoint().support(UpstreamKind.OPENAI)) {
            case UpstreamSupport.Relayed() -> pass(attempt);
            case UpstreamSupport.RelayedOr(var otherwise) -> passOr(attempt, otherwise);
            case UpstreamSupport.Translated(var by) -> translator.translate(attempt, by);
            case UpstreamSupport.NotServed(var what) ->
                throw AttemptFailed.lacking("The upstream of this model speaks OpenAI's API, which " + what + ".");
        }
    }

    /// A server that has no responses has conversations. It says so before the client has anything of an answer.
    ///
    /// @param otherwise what is done for models without what is asked for
    private void passOr(Attempt attempt, UpstreamSupport.Translation otherwise) throws AttemptFailed, IOException {
        String model = attempt.chosen().model();
        MissingModelCache missing =
                without.computeIfAbsent(attempt.call().endpoint(), _ -> new MissingModelCache(System::nanoTime));
        if (!missing.has(model)) {
            try {
                pass(attempt);
                return;
            } catch (AttemptFailed failed) {
                if (attempt.responder().hasBegun() || !isMissing(failed.error())) {
                    throw failed;
                }
                missing.add(model);
            }
        }
        translator.translate(attempt, otherwise);
    }

    private static boolean isMissing(ApiError error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        return error.code().equals(UpstreamErrors.MISSING)
                || (message.contains(RESPONSES) && UNKNOWN.stream().anyMatch(message::contains));
    }

    /// The boundary between the parts of a form is in its type.
    private static Headers form(Attempt attempt) {
        MultipartForm form = attempt.call().form();
        return form == null ? UpstreamClient.NO_MORE : new Headers().add("content-type", form.contentType());
    }

    private void pass(Attempt attempt) throws AttemptFailed, IOException {
        SingleModelCheck.check(attempt.call());
        server.ask(
                attempt,
                attempt.call().endpoint().path(),
                form(attempt),
                OpenAiBody.counts(attempt.call()),
                counted -> OpenAiBody.of(attempt, counted),
                answer -> new Relay(attempt, answer, server.secrets()).answer());
    }

    @Override
    public void close() {
        server.close();
    }
}
