package io.aiplat.model.host;

/// Identity of a graphics processor: the names that its driver and the bus know it by.
///
/// @param index             of the card as NVML and `nvidia-smi` count, from 0; an instance has its card's; -1 where
///                          nobody counts
/// @param uuid              `GPU-…` of a card, `MIG-…` of an instance; empty where nobody tells
/// @param pciBusId          as in `/sys/bus/pci/devices`, such as `0000:01:00.0`; empty for a GPU that is not on the
/// bus
/// @param computeCapability of CUDA, such as `8.9`; empty where nobody tells
/// @param instance          profile of an instance of a divided card (MIG), such as `3g.40gb`; empty for a whole card
public record GpuIdentity(int index, String uuid, String pciBusId, String computeCapability, String instance) {
    /// Of a GPU that nobody tells about.
    public static final GpuIdentity UNKNOWN = new GpuIdentity(-1, "", "", "", "");
}
