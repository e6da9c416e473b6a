package io.aiplat.gateway.call;

import io.aiplat.gateway.api.TokenCountFormat;
import io.aiplat.gateway.api.contract.ApiFormat;

/// How one kind of upstream answers an endpoint.
public sealed interface UpstreamSupport {
    /// Its servers have the endpoint: bytes go through as they are, but for the few that have to differ.
    UpstreamSupport RELAYED = new Relayed();

    /// Bytes go through.
    record Relayed() implements UpstreamSupport {}

    /// Bytes go through to servers that have the endpoint; for others it is translated.
    record RelayedOr(Translation otherwise) implements UpstreamSupport {}

    /// It is translated.
    record Translated(Translation by) implements UpstreamSupport {}

    /// It cannot be answered.
    ///
    /// @param what the upstream does not do: `puts no texts in an order`
    record NotServed(String what) implements UpstreamSupport {}

    /// How a request becomes one that a backend for conversations, or an engine, understands.
    sealed interface Translation {}

    /// Texts are written.
    ///
    /// @param format reads the request and writes the answer
    record Written(ApiFormat format) implements Translation {}

    /// The tokens of a conversation are counted.
    record TokensCounted(TokenCountFormat format) implements Translation {}

    /// Vectors are made, by an engine.
    record Embedded() implements Translation {}

    /// Texts are written in a format.
    static UpstreamSupport written(ApiFormat format) {
        return new Translated(new Written(format));
    }

    /// Bytes go through to servers that have the endpoint; for others texts are written.
    static UpstreamSupport relayedOrWritten(ApiFormat format) {
        return new RelayedOr(new Written(format));
    }

    /// Tokens are counted.
    static UpstreamSupport counted(TokenCountFormat format) {
        return new Translated(new TokensCounted(format));
    }

    /// Bytes go through to servers that have the endpoint; for others tokens are counted.
    static UpstreamSupport relayedOrCounted(TokenCountFormat format) {
        return new RelayedOr(new TokensCounted(format));
    }

    /// Vectors are made.
    static UpstreamSupport embedded() {
        return new Translated(new Embedded());
    }

    /// It cannot be answered.
    ///
    /// @param what the upstream does not do: `puts no texts in an order`
    static UpstreamSupport notServed(String what) {
        return new NotServed(what);
    }
}
