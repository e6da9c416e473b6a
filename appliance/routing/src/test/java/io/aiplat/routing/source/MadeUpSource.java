package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;
import java.time.Instant;
import java.util.List;

/// A resource that a test makes up.
class MadeUpSource implements RouteSource {
    private final Origin origin;
    private FragmentResult said = new FragmentResult.Complete(Fragment.EMPTY);
    private Runnable listener = () -> {};
    List<Problem> told = List.of();

    MadeUpSource(String name, long age) {
        this(new Origin(Origin.Kind.RESOURCE, name, Instant.ofEpochSecond(1000 - age)));
    }

    MadeUpSource(Origin origin) {
        this.origin = origin;
    }

    MadeUpSource says(FragmentResult now) {
        said = now;
        listener.run();
        return this;
    }

    MadeUpSource says(Fragment now) {
        return says(new FragmentResult.Complete(now));
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public FragmentResult current() {
        return said;
    }

    @Override
    public void onChange(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public void told(List<Problem> problems) {
        told = problems;
    }
}
