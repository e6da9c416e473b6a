package io.aiplat.cluster.gpu;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Inventory of what a node has of GPUs, and hands on to pods of the class `nvidia`.
///
/// @param known     whether it could be looked at; where not, all else says nothing
/// @param driver    version of the driver that the node was made for; empty for a node without GPUs
/// @param devices   device nodes that containers of the class get
/// @param libraries that they get, with the files of this machine that the node was made with
/// @param handler   whether containerd has the runtime handler
/// @param missing   what is not as it has to be, full sentences
public record NodeGpus(
        boolean known,
        String driver,
        List<DeviceNode> devices,
        List<DriverLibrary> libraries,
        boolean handler,
        List<String> missing) {
    /// Of a node that cannot be looked at.
    public static final NodeGpus UNKNOWN = new NodeGpus(false, "", List.of(), List.of(), false, List.of());

    public NodeGpus {
        devices = List.copyOf(devices);
        libraries = List.copyOf(libraries);
        missing = List.copyOf(missing);
    }

    /// What a node's base spec says, held against the machine.
    ///
    /// @param spec    of the handler; empty where the node has none
    /// @param handler whether containerd has the handler
    /// @param there   whether a file is on the machine that the node's files come from
    public static NodeGpus of(Optional<String> spec, boolean handler, Predicate<String> there) {
        try {
            return spec.flatMap(NvidiaRuntimeSpec::read)
                    .map(said -> of(said, handler, there))
                    .orElseGet(() -> new NodeGpus(true, "", List.of(), List.of(), handler, List.of()));
        } catch (IllegalArgumentException e) {
            return new NodeGpus(
                    true,
                    "",
                    List.of(),
                    List.of(),
                    handler,
                    List.of("The node's base spec " + NvidiaHandler.SPEC + " cannot be read: " + e.getMessage() + "."));
        }
    }

    private static NodeGpus of(NvidiaRuntimeSpec.Said said, boolean handler, Predicate<String> there) {
        List<String> missing = new ArrayList<>();
        GpuGrant grant = said.grant();
        grant.libraries().stream()
                .filter(library -> !there.test(library.file()))
                .forEach(library -> missing.add(library.soname() + " of the node is " + library.file()
                        + ", which is no longer on this machine: the driver was changed."));
        said.denied()
                .forEach(device -> missing.add("The node's base spec has " + device.path()
                        + " and no row that allows it: a pod sees it, and opening it is refused."));
        if (!handler) {
            missing.add("The node's containerd has no runtime handler " + NvidiaHandler.NAME
                    + ": it was started before it had the drop-in, or does not read drop-ins.");
        }
        return new NodeGpus(true, grant.driver(), grant.devices(), grant.libraries(), handler, missing);
    }
}
