package io.aiplat.operator.realization;

import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.ServedModel;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Realizers: makes whatever a resource wants true, by the one that knows how.
public final class Realizers implements AutoCloseable {
    private final RoutePublisher publisher;
    private final ModelRealizer models;
    private final RouteRealizer routes;

    /// @param nanos clock of intervals, as [System#nanoTime]
    public Realizers(ModelHome home, ServiceAddresses addresses, RoutePublisher publisher, LongSupplier nanos) {
        this.publisher = publisher;
        this.models = new ModelRealizer(home, publisher, nanos);
        this.routes = new RouteRealizer(addresses, publisher);
    }

    /// Brings what is nearer to what a resource wants.
    ///
    /// @param wanted all of one kind
    /// @param before what the status of the resource says of its model; null for nothing
    /// @throws IllegalArgumentException if nothing is wanted, or things of several kinds
    public Realization realize(ResourceKey key, List<DesiredState> wanted, @Nullable ModelReport before) {
        return switch (wanted.getFirst()) {
            case ServedModel _ -> models.realize(key, of(ServedModel.class, wanted), before);
            case GatewayRoutes _ -> routes.realize(key, of(GatewayRoutes.class, wanted), before);
        };
    }

    private static <D extends DesiredState> List<D> of(Class<D> kind, List<DesiredState> wanted) {
        if (!wanted.stream().allMatch(kind::isInstance)) {
            throw new IllegalArgumentException("a resource wants things of one kind");
        }
        return wanted.stream().map(kind::cast).toList();
    }

    /// Serves nothing of a resource any more, and keeps what it brought: it cannot be translated now, and may be
    /// again.
    public void suspend(ResourceKey key) {
        publisher.withdraw(key);
    }

    /// Undoes all that was done for a resource.
    ///
    /// @param before what its status says of its model; null for nothing
    public void release(ResourceKey key, @Nullable ModelReport before) {
        publisher.withdraw(key);
        routes.release(key);
        models.release(key, before);
    }

    /// Serves nothing of any resource any more. What was brought stays.
    @Override
    public void close() {
        publisher.withdrawAll();
    }
}
