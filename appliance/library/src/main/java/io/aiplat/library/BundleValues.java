package io.aiplat.library;

import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.SectionValues;
import io.aiplat.config.ValueForm;
import io.aiplat.model.catalog.BundleValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The `values` of a `bundle.yaml`: each item has one key, which says what is put in, and below it where.
final class BundleValues {
    /// The keys of one item.
    private static final List<Key<? extends BundleValue>> KEYS = List.of(
            inContainer(
                    "model-resources",
                    "Processors, memory and GPUs of the model engine.",
                    BundleValue.ModelResources::new),
            value("model-port", "service", "Its node port, in a node of ours.", BundleValue.ModelPort::new),
            ranges(),
            inContainer(
                    "model-gpus", "Its runtime class and libraries, where it has GPUs.", BundleValue.ModelGpus::new),
            sharing(),
            value("model-storage", "claim", "Size and class of the volume for models.", BundleValue.ModelStorage::new),
            value("storage-class", "claim", "Class of any other volume.", BundleValue.StorageClass::new),
            value("scheduling", "workload", "Tolerations, node selector, pull secrets.", BundleValue.Scheduling::new),
            inContainer("proxies", "Variables that name the proxies.", BundleValue.Proxies::new),
            inContainer("authorities", "The certificate authority of a company.", BundleValue.Authorities::new),
            database());

    /// The list.
    static final ValueForm<List<BundleValue>> LIST = new ListForm<>(
            "a list of items with one key each",
            new Section<>(
                    "values[]", "Something that is put into the manifests.", List.copyOf(KEYS), BundleValues::one));

    private BundleValues() {}

    private static BundleValue one(SectionValues item) {
        List<BundleValue> said = new ArrayList<>();
        for (Key<? extends BundleValue> key : KEYS) {
            BundleValue value = item.optional(key);
            if (value != null) {
                said.add(value);
            }
        }
        if (said.size() != 1) {
            throw new IllegalArgumentException("An item says one thing, and this says " + said.size() + ".");
        }
        return said.getFirst();
    }

    private static <T extends BundleValue> Key<T> value(
            String name, String where, String doc, Function<String, T> make) {
        Key<String> place = Key.required(where, ScalarForms.NAME, "Its name in the manifests.");
        return Key.optional(name, new Section<>(name, doc, List.of(place), said -> make.apply(said.of(place))), doc);
    }

    private static <T extends BundleValue> Key<T> inContainer(
            String name, String doc, BiFunction<String, String, T> make) {
        Key<String> workload = Key.required("workload", ScalarForms.NAME, "Its name in the manifests.");
        Key<String> container = Key.required("container", ScalarForms.NAME, "The container's name in it.");
        return Key.optional(
                name,
                new Section<>(
                        name,
                        doc,
                        List.of(workload, container),
                        said -> make.apply(said.of(workload), said.of(container))),
                doc);
    }

    private static Key<BundleValue.GpuSharing> sharing() {
        Key<String> workload = Key.required("workload", ScalarForms.NAME, "Its name in the manifests.");
        Key<String> config = Key.required("config", ScalarForms.NAME, "The name of the ConfigMap it reads.");
        String doc = "How pods share the GPUs that a device plugin counts.";
        return Key.optional(
                "gpu-sharing",
                new Section<>(
                        "gpu-sharing",
                        doc,
                        List.of(workload, config),
                        said -> new BundleValue.GpuSharing(said.of(workload), said.of(config))),
                doc);
    }

    private static Key<BundleValue.KeyDatabase> database() {
        Key<String> config = Key.required("config", ScalarForms.NAME, "The ConfigMap with the gateways' file.");
        Key<List<String>> objects = Key.with(
                "[]",
                "with",
                new ListForm<>("a list of objects as Kind/name", ScalarForms.TEXT),
                "Manifests that are applied only where there is such a database.");
        String doc = "The PostgreSQL database that gateways share.";
        return Key.optional(
                "database",
                new Section<>(
                        "database",
                        doc,
                        List.of(config, objects),
                        said -> new BundleValue.KeyDatabase(said.of(config), said.of(objects))),
                doc);
    }

    private static Key<BundleValue.ClusterRanges> ranges() {
        Key<String> policy = Key.required("policy", ScalarForms.NAME, "Its name in the manifests.");
        Key<List<String>> written = Key.required(
                "written",
                new ListForm<>("a list of ranges as 10.42.0.0/16", ScalarForms.TEXT),
                "The ranges in the manifest that stand for those of the cluster.");
        String doc = "The addresses of a cluster that is not of k3s.";
        return Key.optional(
                "cluster-ranges",
                new Section<>(
                        "cluster-ranges",
                        doc,
                        List.of(policy, written),
                        said -> new BundleValue.ClusterRanges(said.of(policy), said.of(written))),
                doc);
    }
}
