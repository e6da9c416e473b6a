package io.aiplat.gateway;

import io.aiplat.governance.Usage;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// The events of OpenAI's responses. The last holds the whole answer, with what it used.
final class ResponsesScan implements StreamScan {
    private @Nullable Usage usage;
    private @Nullable String error;
    private boolean ended;

    @Override
    public boolean passes(EventScanner event) {
        if (error != null || !event.hasData()) {
            return false;
        }
        switch (event.name()) {
            case "response.completed", "response.incomplete" -> {
                ended = true;
                read(event);
            }
            case "response.failed" -> {
                read(event);
                error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
            }
            case "error" -> error = Bytes.text(event.data(), event.dataBegin(), event.dataEnd());
            case null, default -> {}
        }
        return true;
    }

    private void read(EventScanner event) {
        try {
            int from = event.dataBegin();
            TopLevel response =
                    TopLevel.scan(event.data(), from, event.dataEnd() - from).object("response");
            TopLevel counted = response == null ? null : response.object("usage");
            usage = counted == null ? null : Dialect.RESPONSES.usage(counted);
        } catch (MalformedJson _) {
            // The client gets it as it came and says what it thinks of it.
            usage = null;
        }
    }

    @Override
    public @Nullable String error() {
        return error;
    }

    @Override
    public boolean isComplete() {
        return error == null && ended;
    }

    @Override
    public void report(Attempt attempt) {
        if (usage != null) {
            attempt.used(usage);
        }
    }
}
