package io.aiplat.cluster.delivery;

import io.aiplat.config.manifest.RenderedObject;
import java.util.Optional;

/// Which object was delivered, as the inventory remembers it.
///
/// @param apiVersion `GROUP/VERSION`, or `VERSION` for the core
/// @param namespace  empty for what is the whole cluster's
public record DeliveredObject(String apiVersion, String kind, String namespace, String name) {
    private static final String NONE = "-";

    /// Of what is about to be applied.
    ///
    /// @param namespaced whether its kind has namespaces
    static DeliveredObject of(RenderedObject object, boolean namespaced) {
        String namespace = object.namespace().isEmpty() ? "default" : object.namespace();
        return new DeliveredObject(object.apiVersion(), object.kind(), namespaced ? namespace : "", object.name());
    }

    /// The same object, in whatever version of its kind.
    boolean same(DeliveredObject other) {
        return group().equals(other.group())
                && kind.equals(other.kind)
                && namespace.equals(other.namespace)
                && name.equals(other.name);
    }

    /// The group of its kind; empty for the core.
    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /// `Kind NAMESPACE/name`, for people.
    public String words() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }

    /// One line of an inventory.
    String line() {
        return String.join(" ", apiVersion, kind, namespace.isEmpty() ? NONE : namespace, name);
    }

    /// Of a line of an inventory; empty for one that is none.
    static Optional<DeliveredObject> parse(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 4
                ? Optional.of(new DeliveredObject(words[0], words[1], words[2].equals(NONE) ? "" : words[2], words[3]))
                : Optional.empty();
    }
}
