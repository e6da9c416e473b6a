package io.aiplat.routing.source;

import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import java.nio.file.Path;
import java.util.List;

/// The models of the local engine as a source of routes: every model it has, by its own name. It gives way: whoever
/// serves `*` has decided what becomes of the names that nothing else serves, and its upstream takes the name that
/// the embedded engine was given elsewhere.
public final class LocalModels implements RouteSource {
    private final Fragment fragment;

    /// @param engine of the kind `embedded`
    public LocalModels(Upstream engine) {
        fragment = Fragment.of(engine, List.of(Route.everyModelOf(engine.name())));
    }

    @Override
    public Origin origin() {
        return Origin.engine();
    }

    @Override
    public FragmentResult current() {
        return new FragmentResult.Complete(fragment);
    }

    @Override
    public void onChange(Runnable listener) {
        // Which models there are is the engine's to know; the route to all of them stays the same.
    }

    /// The configuration of a gateway without a file: every model the local engine has, by its own name.
    ///
    /// @param store folder of keys and ledger
    public static GatewayConfig only(Upstream engine, Path store) {
        return addedTo(GatewayConfig.empty(store), engine);
    }

    /// What a file says, and every model of the local engine by its own name besides.
    public static GatewayConfig addedTo(GatewayConfig file, Upstream engine) {
        return GatewayConfigs.merge(List.of(
                        new SourceFragment(Origin.file("gateway.yaml"), Fragment.of(file)),
                        new SourceFragment(Origin.engine(), new LocalModels(engine).fragment)))
                .config();
    }
}
