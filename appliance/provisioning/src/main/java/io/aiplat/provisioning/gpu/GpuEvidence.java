package io.aiplat.provisioning.gpu;

import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.inference.ResidentModel;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the rungs look at. Each figure is looked up when it is first asked for, and kept until [#forget].
///
/// Every method may throw an [ApplianceException] where somebody who is asked does not answer.
public interface GpuEvidence {
    /// Graphics processors of this machine, of every vendor.
    List<Gpu> gpus();

    /// NVIDIA's driver, or what is left of it; null where there is no sign of one.
    @Nullable
    GpuDriver driver();

    /// What is wrong with the driver's libraries; empty where nothing is.
    List<DriverLibraryFault> faults();

    /// What NVIDIA's own library says.
    NvmlAnswer nvml();

    /// What may be done to this machine.
    HostRepairs repairs();

    /// Where models compute; null before the first `up`.
    @Nullable
    ServingPlace place();

    /// What the node has of GPUs. Asked only where [#place] is a cluster of this home's own.
    NodeGpus node();

    /// What RuntimeClass `nvidia` leads to; empty where there is no such class.
    Optional<String> runtimeHandler();

    /// Runs a small pod with the class and has it open the devices.
    OpenedDevices openInPod();

    /// GPUs that the node counts (`nvidia.com/gpu`), and whether anybody needs them counted.
    GpuCount count();

    /// The lines of Ollama's log in which it says what it computes on, oldest first; empty where they are gone, or
    /// its log is not ours to read.
    List<String> engineLog();

    /// Models in memory.
    List<ResidentModel> resident();

    /// Tokens that a model in memory writes in a second, from a short answer; empty where it does not chat.
    OptionalDouble generationRate(ResidentModel model);

    /// Tokens that the same model once wrote in a second on processors only; empty where that was not measured.
    OptionalDouble processorRate(String model);

    /// Everything is looked up anew from now on: something was mended.
    void forget();

    /// Answer of NVIDIA's management library.
    ///
    /// @param version of the driver, as the library says; empty where it does not answer
    /// @param cards   that it counts
    /// @param why     it does not answer, a sentence; empty where it does
    record NvmlAnswer(String version, int cards, String why) {}

    /// What was seen of a pod that tried to open the devices.
    ///
    /// @param ran    whether it ran to its end
    /// @param failed what it could not open, with what was said, one line each; empty where it could open all
    /// @param opened what it opened
    /// @param why    it did not run, a sentence; empty where it did
    record OpenedDevices(boolean ran, List<String> failed, List<String> opened, String why) {
        public OpenedDevices {
            failed = List.copyOf(failed);
            opened = List.copyOf(opened);
        }
    }

    /// Count of GPUs in a cluster.
    ///
    /// @param wanted      whether a device plugin is installed, or a pod asks for them
    /// @param allocatable how many the node offers
    record GpuCount(boolean wanted, int allocatable) {}
}
