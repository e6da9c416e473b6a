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
public record Bundle(
        String name,
        String summary,
        Map<String, String> manifests,
        List<ImageReference> images,
        List<String> workloads) {
    public Bundle {
        manifests = Collections.unmodifiableMap(new LinkedHashMap<>(manifests));
        images = List.copyOf(images);
        workloads = List.copyOf(workloads);
    }
}
