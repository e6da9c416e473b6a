package io.aiplat.cluster.gpu;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Base OCI runtime spec of a handler: what containerd begins with before it adds what the image and the pod say. Ours
/// is containerd's own default (`ctr oci spec`, packed) and the grant
/// (https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md). What it was made for is written into
/// its annotations, so that a node can be asked later.
final class NvidiaRuntimeSpec {
    private static final String PACKED = "base-spec.json";
    private static final String DRIVER = "io.aiplat.gpu.driver";
    private static final String LIBRARIES = "io.aiplat.gpu.libraries";
    private static final List<String> READ_ONLY = List.of("ro", "nosuid", "nodev", "rbind", "rprivate");

    /// Read and write for everybody: a pod's user is nobody special.
    private static final int MODE = 0666;

    private NvidiaRuntimeSpec() {}

    /// The spec as JSON, the same for the same grant.
    static String of(GpuGrant grant) {
        Map<String, Object> spec = packed();
        // Containerd takes its default of 1024 open files out again, but not out of a base spec, where it could be
        // meant.
        map(spec, "process").remove("rlimits");
        spec.put("annotations", annotations(grant));
        List<Object> mounts = list(spec, "mounts");
        grant.mounts().forEach((at, source) -> mounts.add(mount(at, source)));
        Map<String, Object> linux = map(spec, "linux");
        List<Object> devices = list(linux, "devices");
        // A node in /dev without a row here is there, and opening it is refused.
        List<Object> rows = list(map(linux, "resources"), "devices");
        for (DeviceNode device : grant.devices()) {
            devices.add(device(device));
            rows.add(row(device));
        }
        return Serialization.asJson(spec);
    }

    /// As `ctr oci spec` of containerd 2.3 writes it.
    static Map<String, Object> packed() {
        try (InputStream in = Objects.requireNonNull(NvidiaRuntimeSpec.class.getResourceAsStream(PACKED), PACKED)) {
            return parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of ours can be read", e);
        }
    }

    private static Map<String, Object> annotations(GpuGrant grant) {
        Map<String, Object> all = new TreeMap<>();
        all.put(DRIVER, grant.driver());
        all.put(
                LIBRARIES,
                grant.libraries().stream()
                        .map(library -> library.soname() + "=" + library.file())
                        .collect(Collectors.joining("\n")));
        return all;
    }

    private static Map<String, Object> mount(String at, String source) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("destination", at);
        mount.put("type", "bind");
        mount.put("source", source);
        mount.put("options", READ_ONLY);
        return mount;
    }

    private static Map<String, Object> device(DeviceNode device) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("path", device.path());
        node.put("type", "c");
        node.put("major", device.major());
        node.put("minor", device.minor());
        node.put("fileMode", MODE);
        node.put("uid", 0);
        node.put("gid", 0);
        return node;
    }

    private static Map<String, Object> row(DeviceNode device) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("allow", true);
        row.put("type", "c");
        row.put("major", device.major());
        row.put("minor", device.minor());
        row.put("access", "rwm");
        return row;
    }

    /// What a spec says of GPUs.
    ///
    /// @param grant  it was made for, with the devices that it has now
    /// @param denied devices that it has and that no row allows
    record Said(GpuGrant grant, List<DeviceNode> denied) {}

    /// Reads what [#of(GpuGrant)] wrote, and what somebody may have changed in it since; empty for one that was made
    /// for no grant.
    ///
    /// @throws IllegalArgumentException if it is no such spec
    static Optional<Said> read(String text) {
        Map<String, Object> spec = parsed(text);
        return map(spec, "annotations").containsKey(DRIVER) ? Optional.of(said(spec)) : Optional.empty();
    }

    private static Said said(Map<String, Object> spec) {
        Map<String, Object> linux = map(spec, "linux");
        List<DeviceNode> devices = new ArrayList<>();
        list(linux, "devices").forEach(node -> devices.add(node(asMap(node))));
        Set<List<Integer>> allowed = new HashSet<>();
        list(map(linux, "resources"), "devices").stream()
                .map(NvidiaRuntimeSpec::asMap)
                .filter(row -> Boolean.TRUE.equals(row.get("allow")) && row.containsKey("major"))
                .forEach(row -> allowed.add(List.of(number(row, "major"), number(row, "minor"))));
        Map<String, Object> notes = map(spec, "annotations");
        Map<String, String> mounts = new LinkedHashMap<>();
        list(spec, "mounts").stream()
                .map(NvidiaRuntimeSpec::asMap)
                .filter(mount -> "bind".equals(mount.get("type")))
                .forEach(mount ->
                        mounts.put(String.valueOf(mount.get("destination")), String.valueOf(mount.get("source"))));
        GpuGrant grant = new GpuGrant(
                String.valueOf(notes.getOrDefault(DRIVER, "")),
                devices,
                libraries(String.valueOf(notes.getOrDefault(LIBRARIES, ""))),
                mounts);
        return new Said(
                grant,
                devices.stream()
                        .filter(device -> !allowed.contains(List.of(device.major(), device.minor())))
                        .toList());
    }

    private static List<DriverLibrary> libraries(String lines) {
        return lines.lines()
                .filter(line -> line.indexOf('=') > 0)
                .map(line ->
                        new DriverLibrary(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)))
                .toList();
    }

    private static DeviceNode node(Map<String, Object> node) {
        return new DeviceNode(String.valueOf(node.get("path")), number(node, "major"), number(node, "minor"));
    }

    private static int number(Map<String, Object> from, String key) {
        return from.get(key) instanceof Number number ? number.intValue() : -1;
    }

    private static Map<String, Object> parsed(String text) {
        try {
            return asMap(Serialization.unmarshal(text, Map.class));
        } catch (KubernetesClientException e) {
            throw new IllegalArgumentException("it is no object of JSON", e);
        }
    }

    private static Map<String, Object> map(Map<String, Object> in, String key) {
        return asMap(in.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>()));
    }

    @SuppressWarnings("unchecked") // What is read from JSON has words as keys.
    private static Map<String, Object> asMap(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("no object: " + value);
    }

    @SuppressWarnings("unchecked") // As above.
    private static List<Object> list(Map<String, Object> in, String key) {
        if (in.computeIfAbsent(key, _ -> new ArrayList<>()) instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new IllegalArgumentException("no list: " + key);
    }
}
