package io.aiplat.provisioning.gitops;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster that keeps what it is given, in place of a real one.
final class TargetStandIn implements DeliveryTarget {
    final Map<String, RenderedObject> there = new TreeMap<>();
    final Map<String, Readiness> health = new LinkedHashMap<>();
    final List<String> applied = new ArrayList<>();

    @Nullable
    Problem refusal;

    @Nullable
    CountDownLatch held;

    @Override
    public List<String> differences(List<RenderedObject> objects) {
        await();
        if (refusal != null) {
            throw new ApplianceException(refusal);
        }
        Map<String, RenderedObject> wanted = named(objects);
        List<String> differences = new ArrayList<>();
        wanted.forEach((name, object) -> {
            if (!object.equals(there.get(name))) {
                differences.add(name);
            }
        });
        there.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(differences::add);
        return differences;
    }

    private void await() {
        try {
            if (held != null) {
                held.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Delivery.Outcome apply(List<RenderedObject> objects, Consumer<String> told) {
        Map<String, RenderedObject> wanted = named(objects);
        List<String> changed =
                differences(objects).stream().filter(wanted::containsKey).toList();
        List<String> removed = there.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .toList();
        there.clear();
        there.putAll(wanted);
        applied.addAll(changed);
        return new Delivery.Outcome(changed, objects.size() - changed.size(), removed, List.of());
    }

    @Override
    public Map<String, Readiness> health(List<RenderedObject> objects) {
        Map<String, Readiness> all = new LinkedHashMap<>();
        named(objects).keySet().forEach(name -> all.put(name, new Readiness.Ready()));
        all.putAll(health);
        return all;
    }

    private static Map<String, RenderedObject> named(List<RenderedObject> objects) {
        Map<String, RenderedObject> named = new TreeMap<>();
        objects.forEach(object -> named.put(object.kind() + " " + object.name(), object));
        return named;
    }
}
