package io.aiplat.cluster.gpu;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Change of what a node is given of GPUs, told in a few words: a person should know why a node was made anew.
public final class GpuChange {
    private GpuChange() {}

    /// What differs; empty where nothing does.
    ///
    /// @param before base spec of the node as it is; empty where it has none
    /// @param now    what it is to have; empty for nothing
    public static Optional<String> between(Optional<String> before, Optional<GpuGrant> now) {
        Optional<GpuGrant> had;
        try {
            had = before.flatMap(NvidiaRuntimeSpec::read).map(NvidiaRuntimeSpec.Said::grant);
        } catch (IllegalArgumentException _) {
            return Optional.of("its base spec could not be read");
        }
        if (had.isEmpty()) {
            return now.map(grant -> "GPUs are handed on to it now");
        }
        if (now.isEmpty()) {
            return Optional.of("no GPUs are handed on to it any more");
        }
        return between(had.get(), now.get());
    }

    private static Optional<String> between(GpuGrant had, GpuGrant has) {
        if (!had.driver().equals(has.driver())) {
            return Optional.of("NVIDIA's driver was " + had.driver() + " and is " + has.driver());
        }
        if (!had.devices().equals(has.devices())) {
            return Optional.of(
                    "the GPUs' device nodes have changed: " + differing(words(had.devices()), words(has.devices())));
        }
        if (!had.libraries().equals(has.libraries())) {
            return Optional.of("the driver's libraries have changed: "
                    + differing(names(had.libraries()), names(has.libraries())));
        }
        return had.mounts().equals(has.mounts())
                ? Optional.empty()
                : Optional.of("what it hands on of the driver is laid out otherwise");
    }

    private static Set<String> words(List<DeviceNode> devices) {
        return devices.stream()
                .map(device -> device.path() + " (" + device.major() + ":" + device.minor() + ")")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<DriverLibrary> libraries) {
        return libraries.stream().map(DriverLibrary::file).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String differing(Set<String> had, Set<String> has) {
        Set<String> gone = new TreeSet<>(had);
        gone.removeAll(has);
        Set<String> come = new TreeSet<>(has);
        come.removeAll(had);
        return (gone.isEmpty() ? "" : String.join(", ", gone) + " gone")
                + (gone.isEmpty() || come.isEmpty() ? "" : ", ")
                + (come.isEmpty() ? "" : String.join(", ", come) + " new");
    }
}
