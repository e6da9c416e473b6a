package io.aiplat.model.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Report of the graphics processors of this machine at one moment, for people and programs.
///
/// @param cards   of all makers
/// @param driver  NVIDIA's; null where there is no sign of one
/// @param silence why NVIDIA's library (NVML) does not answer, in words; empty where it does or there is none
/// @param faults  of the driver's libraries, a sentence each
/// @param profile that was chosen from `gpu-profiles/`
public record GpuReport(
        List<Card> cards, @Nullable GpuDriver driver, String silence, List<String> faults, Choice profile) {
    public GpuReport {
        cards = List.copyOf(cards);
        faults = List.copyOf(faults);
    }

    /// A card or GPU.
    ///
    /// @param vendor   `nvidia`, `amd` or `intel`
    /// @param driver   version or name of its driver; empty where none answers
    /// @param computes whether models can be computed on it, or on its instances
    /// @param reading  what it is and does
    public record Card(String vendor, String driver, boolean computes, GpuReading reading) {}

    /// The profile of this machine.
    ///
    /// @param name of its file
    /// @param why  it matched, as a sentence
    public record Choice(String name, String why) {}
}
