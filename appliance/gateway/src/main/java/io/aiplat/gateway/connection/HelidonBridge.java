package io.aiplat.gateway.connection;

import io.aiplat.wire.http.HeadLimits;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Bridge to Helidon, which serves pages over connections that are not its own and has no listener.
public final class HelidonBridge implements ListenerContext, AutoCloseable {
    private final Context context = Context.create();
    private final MediaContext media = MediaContext.create();
    private final ContentEncodingContext encodings = ContentEncodingContext.create();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Limit requests = FixedLimit.create();
    private final Http1ConnectionSelector http = Http1ConnectionSelector.builder()
            .config(Http1Config.builder()
                    // What our own reader has taken, this one takes too.
                    .maxPrologueLength(HeadLimits.STANDARD.line())
                    .maxHeadersSize(HeadLimits.STANDARD.head())
                    .build())
            .build();
    private final ListenerConfig config;
    private final DirectHandlers refusals;
    private final Router router;

    /// Serves.
    ///
    /// @param routing   of what
    /// @param refusals  answer what cannot be routed
    /// @param mostBytes of a request's body
    public HelidonBridge(HttpRouting.Builder routing, DirectHandlers refusals, long mostBytes) {
        this.config = ListenerConfig.builder().maxPayloadSize(mostBytes).build();
        this.refusals = refusals;
        this.router = Router.builder().addRouting(routing).build();
        router.beforeStart();
    }

    Http1ConnectionSelector http() {
        return http;
    }

    Limit requests() {
        return requests;
    }

    Router router() {
        return router;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public MediaContext mediaContext() {
        return media;
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return encodings;
    }

    @Override
    public DirectHandlers directHandlers() {
        return refusals;
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public ExecutorService executor() {
        return executor;
    }

    @Override
    public void close() {
        router.afterStop();
        executor.shutdownNow();
    }
}
