package io.aiplat.operator.realization;

import io.aiplat.model.ApplianceException;
import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.desired.BundleSwitches;
import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.operator.desired.RayServer;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.desired.Tenant;
import io.aiplat.operator.scaling.ScaledServers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Realizers: makes whatever a resource wants true, by the one that knows how.
public final class Realizers implements AutoCloseable {
    private final RoutePublisher publisher;
    private final ModelRealizer models;
    private final RouteRealizer routes;
    private final WorkloadRealizer workloads;
    private final InferenceServerRealizer servers;
    private final RayRealizer rays;
    private final TenantRealizer tenants;
    private final BundleRealizer bundles;
    private final ClusterObjects objects;

    /// @param objects in the cluster whose resources these are
    /// @param gateway as pods of that cluster reach it
    /// @param teams   of the gateway
    /// @param bundles of the cluster
    /// @param scaling of inference servers by what is asked of them
    /// @param nanos   clock of intervals, as [System#nanoTime]
    public Realizers(
            ModelHome home,
            ServiceAddresses addresses,
            RoutePublisher publisher,
            ClusterObjects objects,
            PodGateway gateway,
            TeamHome teams,
            BundleHome bundles,
            ScaledServers scaling,
            LongSupplier nanos) {
        this.publisher = publisher;
        this.models = new ModelRealizer(home, publisher, nanos);
        this.routes = new RouteRealizer(addresses, publisher);
        this.workloads = new WorkloadRealizer(objects, gateway, nanos);
        this.servers = new InferenceServerRealizer(workloads, routes, scaling);
        this.rays = new RayRealizer(objects, routes);
        this.tenants = new TenantRealizer(objects, teams, gateway);
        this.bundles = new BundleRealizer(bundles);
        this.objects = objects;
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
            case ContainerWorkload _ -> workloads.realize(key, of(ContainerWorkload.class, wanted), before);
            case InferenceServer _ -> servers.realize(key, of(InferenceServer.class, wanted), before);
            case RayServer _ -> rays.realize(key, of(RayServer.class, wanted), before);
            case Tenant _ -> tenants.realize(key, of(Tenant.class, wanted), before);
            case BundleSwitches _ -> bundles.realize(key, of(BundleSwitches.class, wanted), before);
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
        workloads.release(key);
        servers.release(key);
        rays.release(key);
    }

    /// Undoes the namespace, the team and the key that a resource has become.
    ///
    /// @throws ApplianceException if the cluster or the gateway's store does not let it; try again
    public void releaseTenant(ResourceKey key) {
        tenants.release(key);
    }

    /// Begins to remove the bundles that a resource has had installed.
    ///
    /// @throws ApplianceException if the cluster cannot be asked; try again
    public void releaseBundles(ResourceKey key) {
        bundles.release(key);
    }

    /// Takes what to call, from any thread, when there is news of a resource: something else of it is not served than
    /// before, an object that it has become is another, or there are to be more or fewer copies.
    public void onNews(Consumer<ResourceKey> heard) {
        publisher.onRejection(heard);
        objects.onChange((key, object) -> {
            servers.glance(key, object);
            heard.accept(key);
        });
        servers.onScaling(heard);
    }

    /// Serves nothing of any resource any more. What was brought stays.
    @Override
    public void close() {
        publisher.withdrawAll();
        objects.close();
    }
}
