package io.aiplat.host.gpu;

import io.aiplat.model.host.GpuReading;
import java.util.List;

/// What NVIDIA's driver says of itself and its cards, through NVML or its own program.
///
/// @param driver version of the kernel module (under WSL, of Windows' driver)
/// @param cuda   newest CUDA that it serves, `12.8`; empty where unknown
/// @param cards  in the order of their indexes
record NvidiaAnswer(String driver, String cuda, List<GpuReading> cards) {
    NvidiaAnswer {
        cards = List.copyOf(cards);
    }
}
