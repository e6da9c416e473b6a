package io.aiplat.operator.realization;

import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.bundles.BundleState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Made-up home of bundles, in which a test says what is where.
final class MadeUpBundles implements BundleHome {
    final Map<String, BundleState> states = new HashMap<>();
    final List<String> log = new ArrayList<>();

    @Override
    public BundleState state(String bundle) {
        return states.getOrDefault(bundle, new BundleState.Absent());
    }

    @Override
    public void install(String bundle) {
        log.add("install " + bundle);
        states.put(bundle, new BundleState.Moving("Apply bundle " + bundle));
    }

    @Override
    public void remove(String bundle) {
        log.add("remove " + bundle);
        states.put(bundle, new BundleState.Moving("Remove bundle " + bundle));
    }

    @Override
    public void removeAll() {
        log.add("remove all");
    }
}
