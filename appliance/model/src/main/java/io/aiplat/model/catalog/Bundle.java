package io.aiplat.model.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A set of manifests that is installed and removed as one.
///
/// @param name      its folder's name, a DNS label
/// @param summary   what it is for, one sentence
/// @param manifests file name to YAML text, in the order they are applied
/// @param images    every image the manifests name, with its digest where `images.lock` has one
/// @param workloads what must be available before the bundle is ready, as `Deployment/name`
/// @param needs     names of bundles that are installed, and available, before it
/// @param values    what is put into the manifests before they are applied, in this order
/// @param exposed   services that are reached from outside of the cluster
/// @param ownNamespace whether it is put into a namespace of its own, of its name, because it needs what the Pod
///     Security level of the shared one forbids; only in a cluster of ours
public record Bundle(
        String name,
        String summary,
        Map<String, String> manifests,
        List<ImageReference> images,
        List<String> workloads,
        List<String> needs,
        List<BundleValue> values,
        List<ExposedService> exposed,
        boolean ownNamespace) {
    public Bundle {
        manifests = Collections.unmodifiableMap(new LinkedHashMap<>(manifests));
        images = List.copyOf(images);
        workloads = List.copyOf(workloads);
        needs = List.copyOf(needs);
        values = List.copyOf(values);
        exposed = List.copyOf(exposed);
    }

    /// A bundle that needs no other, takes no values and is reached by nobody.
    public Bundle(
            String name,
            String summary,
            Map<String, String> manifests,
            List<ImageReference> images,
            List<String> workloads) {
        this(name, summary, manifests, images, workloads, List.of(), List.of(), List.of(), false);
    }

    /// The namespace it is put into.
    ///
    /// @param shared that of the bundles without one of their own
    public String namespace(String shared) {
        return ownNamespace ? name : shared;
    }

    /// A service of a bundle.
    ///
    /// @param port of the service, 1 to 65535
    public record ExposedService(String service, int port) {
        public ExposedService {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }
    }
}
