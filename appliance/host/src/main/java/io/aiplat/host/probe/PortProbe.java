package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/// Whether a port that settings name can be listened on. What listens there may be our own appliance or node:
/// whoever asks leaves those out of the facts.
final class PortProbe implements Probe {
    private final String setting;
    private final String flag;
    private final Set<ClusterKind> of;
    private final ToIntFunction<Settings> port;

    private PortProbe(String setting, String flag, Set<ClusterKind> of, ToIntFunction<Settings> port) {
        this.setting = setting;
        this.flag = flag;
        this.of = of;
        this.port = port;
    }

    /// The port of the endpoint.
    static PortProbe gateway() {
        return new PortProbe(
                "gateway.port",
                "--port",
                EnumSet.allOf(ClusterKind.class),
                s -> s.gateway().port());
    }

    /// The port of the Kubernetes API.
    static PortProbe api() {
        return new PortProbe(
                "cluster.api-port",
                "--api-port",
                EnumSet.of(ClusterKind.DOCKER, ClusterKind.NATIVE),
                s -> s.cluster().apiPort());
    }

    /// The port of the model engine in the cluster.
    static PortProbe models() {
        return new PortProbe(
                "cluster.model-port",
                "--set cluster.model-port",
                EnumSet.of(ClusterKind.DOCKER),
                s -> s.cluster().modelPort());
    }

    @Override
    public String name() {
        return setting;
    }

    @Override
    public String because() {
        return "Only one process can listen on a port (https://man7.org/linux/man-pages/man2/bind.2.html).";
    }

    @Override
    public boolean matters(ClusterKind kind) {
        return of.contains(kind);
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        int wanted = port.applyAsInt(settings);
        if (wanted == 0) {
            return new ProbeResult.Pass("a free one will be chosen");
        }
        String who = facts.portsTaken().get(wanted);
        if (HostFacts.OURS.equals(who)) {
            return new ProbeResult.Pass(wanted + " is held by " + who);
        }
        return who == null
                ? new ProbeResult.Pass(wanted + " is free")
                : new ProbeResult.Refuse(HostProblems.portTaken(wanted, who, setting, flag));
    }
}
