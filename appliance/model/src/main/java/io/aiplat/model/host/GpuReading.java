package io.aiplat.model.host;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Reading of one graphics processor: what its driver says at this moment. A figure that a model of card does not
/// have, or that its driver keeps to itself, is empty and no error.
///
/// @param identity           what it is known by
/// @param name               as its driver calls it
/// @param divided            whether it is given out in instances (MIG) only
/// @param ownMemory          whether it has memory of its own; one that has not shares the machine's
/// @param memoryTotalBytes   of its own memory
/// @param memoryUsedBytes    of that, taken by anybody
/// @param memoryFreeBytes    of that, left
/// @param utilization        share of the last moment (a sixth of a second to a second) in which it computed, 0 to 1
/// @param temperatureCelsius of the chip
/// @param powerWatts         that the card draws
/// @param processes          that compute on it, in the order of their numbers
/// @param instances          of a divided card
/// @param fault              what its driver says in place of figures, such as that the card is lost; empty where well
public record GpuReading(
        GpuIdentity identity,
        String name,
        boolean divided,
        boolean ownMemory,
        OptionalLong memoryTotalBytes,
        OptionalLong memoryUsedBytes,
        OptionalLong memoryFreeBytes,
        OptionalDouble utilization,
        OptionalDouble temperatureCelsius,
        OptionalDouble powerWatts,
        List<GpuProcess> processes,
        List<GpuReading> instances,
        String fault) {
    public GpuReading {
        processes = List.copyOf(processes);
        instances = List.copyOf(instances);
    }

    /// One that is known to be there, and not what it does.
    ///
    /// @param ownMemory whether it has memory of its own
    public static GpuReading unread(
            GpuIdentity identity, String name, boolean ownMemory, OptionalLong total, OptionalLong free) {
        return new GpuReading(
                identity,
                name,
                false,
                ownMemory,
                total,
                total.isPresent() && free.isPresent()
                        ? OptionalLong.of(total.getAsLong() - free.getAsLong())
                        : OptionalLong.empty(),
                free,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                "");
    }

    /// The same with other processes, in it and in its instances.
    public GpuReading withProcesses(UnaryOperator<GpuProcess> change) {
        return new GpuReading(
                identity,
                name,
                divided,
                ownMemory,
                memoryTotalBytes,
                memoryUsedBytes,
                memoryFreeBytes,
                utilization,
                temperatureCelsius,
                powerWatts,
                processes.stream().map(change).toList(),
                instances.stream().map(each -> each.withProcesses(change)).toList(),
                fault);
    }
}
