package io.aiplat.gateway;

import io.aiplat.gateway.Misbehaving.Reply;

/// The contract for providers that ask a server over HTTP.
interface ServerProviderContract extends ProviderContract {
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
}
