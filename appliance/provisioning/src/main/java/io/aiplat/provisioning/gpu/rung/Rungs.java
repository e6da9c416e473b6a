package io.aiplat.provisioning.gpu.rung;

import io.aiplat.provisioning.gpu.Rung;
import java.util.List;
import java.util.stream.Stream;

/// All rungs, from the lowest. A new one is a new file and one line here.
public final class Rungs {
    private Rungs() {}

    /// Those of the machine, whatever runs on it.
    public static List<Rung> ofHost() {
        return Stream.of(new CardRung(), new DriverRung(), new DeviceNodesRung(), new LibrariesRung(), new NvmlRung())
                .<Rung>map(OnThisMachine::new)
                .toList();
    }

    /// All of them.
    public static List<Rung> all() {
        return Stream.concat(
                        ofHost().stream(),
                        Stream.of(
                                new NodeRung(),
                                new HandlerRung(),
                                new PodRung(),
                                new CountRung(),
                                new EngineRung(),
                                new LayersRung(),
                                new SpeedRung()))
                .toList();
    }
}
