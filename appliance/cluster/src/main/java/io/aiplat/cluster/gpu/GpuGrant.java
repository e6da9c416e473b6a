package io.aiplat.cluster.gpu;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Grant of GPUs to containers: what of the driver every container of the class `nvidia` gets.
///
/// @param driver    its version; empty where nobody tells
/// @param devices   device nodes it gets, all of which it may open
/// @param libraries it is given, with the files of the machine that they are
/// @param mounts    path in the container to the path in the node that is mounted there, read-only
public record GpuGrant(
        String driver, List<DeviceNode> devices, List<DriverLibrary> libraries, Map<String, String> mounts) {
    private static final Pattern NUMBERED = Pattern.compile("/dev/nvidia([0-9]{1,4})");

    public GpuGrant {
        devices = List.copyOf(devices);
        libraries = List.copyOf(libraries);
        mounts = Collections.unmodifiableMap(new LinkedHashMap<>(mounts));
    }

    /// The same without the devices that are a card each: libraries and what all cards share. A device plugin adds the
    /// cards that it has counted.
    public GpuGrant withoutCards() {
        return new GpuGrant(
                driver,
                devices.stream()
                        .filter(device -> !NUMBERED.matcher(device.path()).matches())
                        .toList(),
                libraries,
                mounts);
    }

    /// Devices without those of cards that are not wanted.
    ///
    /// @param cards by the number in the name of their device node; empty for all
    static List<DeviceNode> ofCards(List<DeviceNode> devices, List<Integer> cards) {
        return devices.stream()
                .filter(device -> {
                    var numbered = NUMBERED.matcher(device.path());
                    return cards.isEmpty() || !numbered.matches() || cards.contains(Integer.valueOf(numbered.group(1)));
                })
                .toList();
    }
}
