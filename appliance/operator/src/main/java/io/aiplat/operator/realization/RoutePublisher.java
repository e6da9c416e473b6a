package io.aiplat.operator.realization;

import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Publisher of routes: each custom resource is a source of the gateway's routes, and hears what of it is not served.
public final class RoutePublisher {
    private final Consumer<RouteSource> add;
    private final Consumer<RouteSource> remove;
    private final Map<ResourceKey, ResourceRoutes> sources = new ConcurrentHashMap<>();
    private volatile Consumer<ResourceKey> listener = _ -> {};

    /// To a gateway.
    ///
    /// @param add    takes a source in
    /// @param remove lets go of one
    public RoutePublisher(Consumer<RouteSource> add, Consumer<RouteSource> remove) {
        this.add = add;
        this.remove = remove;
    }

    /// Takes what to call, from any thread, when something else of a resource is not served than before.
    public void onRejection(Consumer<ResourceKey> heard) {
        listener = heard;
    }

    /// Has a resource stand for these routes and no others.
    ///
    /// @return what of them the gateway does not serve, as far as it has looked by now
    List<Problem> publish(ResourceKey key, Fragment fragment) {
        ResourceRoutes source = sources.computeIfAbsent(key, each -> {
            ResourceRoutes made = new ResourceRoutes(each);
            add.accept(made);
            return made;
        });
        source.become(fragment);
        return source.rejected;
    }

    /// Has a resource stand for nothing.
    void withdraw(ResourceKey key) {
        ResourceRoutes source = sources.remove(key);
        if (source != null) {
            remove.accept(source);
        }
    }

    /// Lets go of all resources, as at the end.
    void withdrawAll() {
        List.copyOf(sources.keySet()).forEach(this::withdraw);
    }

    /// Routes of one resource.
    private final class ResourceRoutes implements RouteSource {
        private final ResourceKey key;
        private volatile Fragment fragment = Fragment.EMPTY;
        private volatile List<Problem> rejected = List.of();
        private volatile Runnable changed = () -> {};

        private ResourceRoutes(ResourceKey key) {
            this.key = key;
        }

        private void become(Fragment other) {
            if (!other.equals(fragment)) {
                fragment = other;
                changed.run();
            }
        }

        @Override
        public Origin origin() {
            return key.origin();
        }

        @Override
        public FragmentResult current() {
            return new FragmentResult.Complete(fragment);
        }

        @Override
        public void onChange(Runnable heard) {
            changed = heard;
        }

        @Override
        public void told(List<Problem> problems) {
            rejected = List.copyOf(problems);
            listener.accept(key);
        }
    }
}
