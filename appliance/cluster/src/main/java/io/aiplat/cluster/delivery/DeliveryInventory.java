package io.aiplat.cluster.delivery;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Inventory of a delivery: a ConfigMap in the home's namespace, one line for each object. It is written before
/// anything is applied, so that what an interrupted run has made is found again.
final class DeliveryInventory {
    private static final String PREFIX = "aiplat-delivery-";
    private static final String LABEL = Delivery.MARK;
    private static final String OBJECTS = "objects";

    private final KubernetesApi kube;
    private final String namespace;
    private final String name;

    DeliveryInventory(KubernetesApi kube, String namespace, String name) {
        this.kube = kube;
        this.namespace = namespace;
        this.name = name;
    }

    /// What it holds; empty where there is none.
    Optional<List<DeliveredObject>> read() {
        return kube.call(
                "read what was delivered as " + name,
                () -> Optional.ofNullable(kube.client()
                                .configMaps()
                                .inNamespace(namespace)
                                .withName(PREFIX + name)
                                .get())
                        .map(DeliveryInventory::objects));
    }

    private static List<DeliveredObject> objects(ConfigMap there) {
        return Objects.requireNonNullElse(there.getData(), Map.<String, String>of())
                .getOrDefault(OBJECTS, "")
                .lines()
                .flatMap(line -> DeliveredObject.parse(line).stream())
                .toList();
    }

    /// Names of all deliveries of this home.
    List<String> names() {
        return kube.call(
                "list what was delivered",
                () -> kube.client().configMaps().inNamespace(namespace).withLabel(LABEL).list().getItems().stream()
                        .filter(each -> kube.owner()
                                .equals(each.getMetadata().getLabels().get(Owner.LABEL)))
                        .map(each -> each.getMetadata().getLabels().get(LABEL))
                        .sorted()
                        .toList());
    }

    void write(List<DeliveredObject> objects) {
        kube.call("write down what is delivered as " + name, () -> {
            Map<String, String> labels = new TreeMap<>(Owner.labels(kube.owner()));
            labels.put(LABEL, name);
            kube.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(PREFIX + name)
                            .withNamespace(namespace)
                            .withLabels(labels)
                            .endMetadata()
                            .addToData(
                                    OBJECTS,
                                    objects.stream().map(DeliveredObject::line).collect(Collectors.joining("\n")))
                            .build())
                    .fieldManager(Delivery.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            return name;
        });
    }

    void delete() {
        kube.call(
                "delete the note of what was delivered as " + name,
                () -> kube.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(PREFIX + name)
                        .delete());
    }
}
