package io.aiplat.cluster.gpu;

import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.GpuHandover;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Way to hand on GPUs, to a node and from it to its pods. Whichever it is, pods get them by the one runtime handler
/// of [NvidiaHandler].
public sealed interface GpuWay {
    /// Below this folder of a node that is a container, folders of the machine are found by the paths they have there.
    String NODE_ROOT = "/opt/nvidia";

    /// Folder of a pod's container with the libraries: where images with CUDA look, as on GKE's nodes
    /// (https://github.com/GoogleCloudPlatform/container-engine-accelerators/blob/master/cmd/nvidia_gpu/README.md).
    String POD_LIBRARIES = "/usr/local/nvidia/lib64";

    /// As [#POD_LIBRARIES], for programs.
    String POD_PROGRAMS = "/usr/local/nvidia/bin";

    /// Where Windows keeps the driver's libraries, and those libraries look for more of them.
    String WSL = "/usr/lib/wsl";

    /// What is bound into the container that is the node, read-only: path inside to path on the machine.
    Map<String, String> binds();

    /// What containers of the class get; empty where the node is given no handler of ours.
    Optional<GpuGrant> grant();

    /// The way that is planned.
    static GpuWay of(GpuHandover gpus) {
        GpuDriver driver = gpus.driver();
        return switch (gpus.way()) {
            case NONE -> new None();
            case LIBRARY_BINDS, ENGINE_CDI, ENGINE_REQUEST ->
                driver == null ? new None() : new LibraryBinds(driver, gpus.cards());
            case NATIVE -> driver == null ? new None() : new HostLibraries(driver, gpus.cards());
        };
    }

    /// Nothing is added here. Either no GPU is handed on, or an engine whose machine cannot be looked at adds it to
    /// the node, and the node's image has a handler of its own.
    record None() implements GpuWay {
        @Override
        public Map<String, String> binds() {
            return Map.of();
        }

        @Override
        public Optional<GpuGrant> grant() {
            return Optional.empty();
        }
    }

    /// The folders that the driver's libraries are in are bound from the machine into the node, and from there each
    /// library is mounted into pods, under all its names. Not the libraries themselves are bound: an update of the
    /// driver deletes them, and an engine neither starts a container nor copies a file out of it once the source of
    /// one of its binds is gone. Devices are in a privileged container anyway. An engine with NVIDIA's toolkit may
    /// add its own besides; what it adds is not relied on, for where it puts libraries depends on the image and on
    /// the toolkit's mode.
    ///
    /// @param cards that are wanted; empty for all
    record LibraryBinds(GpuDriver driver, List<Integer> cards) implements GpuWay {
        public LibraryBinds {
            cards = List.copyOf(cards);
        }

        @Override
        public Map<String, String> binds() {
            Map<String, String> binds = new TreeMap<>();
            for (String file : mounted(driver).values()) {
                String folder = String.valueOf(Path.of(file).getParent());
                binds.put(NODE_ROOT + folder, folder);
            }
            if (driver.platform() == GpuPlatform.WSL) {
                binds.put(WSL, WSL);
            }
            return binds;
        }

        @Override
        public Optional<GpuGrant> grant() {
            return Optional.of(granted(driver, cards, NODE_ROOT));
        }
    }

    /// The node is a process of the machine: each library is mounted from where the driver's installer put it.
    ///
    /// @param cards that are wanted; empty for all
    record HostLibraries(GpuDriver driver, List<Integer> cards) implements GpuWay {
        public HostLibraries {
            cards = List.copyOf(cards);
        }

        @Override
        public Map<String, String> binds() {
            return Map.of();
        }

        @Override
        public Optional<GpuGrant> grant() {
            return Optional.of(granted(driver, cards, ""));
        }
    }

    /// @param root below which the node finds the machine's files; empty where they are its own
    private static GpuGrant granted(GpuDriver driver, List<Integer> cards, String root) {
        Map<String, String> mounts = new TreeMap<>();
        mounted(driver).forEach((at, file) -> mounts.put(at, root + file));
        if (driver.platform() == GpuPlatform.WSL) {
            mounts.put(WSL, WSL);
        }
        return new GpuGrant(driver.version(), GpuGrant.ofCards(driver.nodes(), cards), driver.libraries(), mounts);
    }

    /// Path in a pod to file of the machine: each library under the name that programs ask for and under its own, so
    /// that nothing is a link that could lead nowhere, and the driver's program.
    private static Map<String, String> mounted(GpuDriver driver) {
        Map<String, String> files = new TreeMap<>();
        for (DriverLibrary library : driver.libraries()) {
            files.put(POD_LIBRARIES + "/" + library.soname(), library.file());
            files.put(POD_LIBRARIES + "/" + Path.of(library.file()).getFileName(), library.file());
        }
        String smi = driver.smi();
        if (smi != null) {
            files.put(POD_PROGRAMS + "/nvidia-smi", smi);
        }
        return files;
    }
}
