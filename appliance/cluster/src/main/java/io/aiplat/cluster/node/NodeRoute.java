package io.aiplat.cluster.node;

/// A default route for a machine that has none. k3s looks for one to learn the node's address, and ends where there is
/// none; on a machine without a network one that leads nowhere does, as
/// [its documentation says](https://docs.k3s.io/installation/airgap#default-network-route).
final class NodeRoute {
    /// The interface it goes to, where nobody is.
    static final String INTERFACE = "aiplat0";

    private static final String ADDRESS = "203.0.113.254/31";
    private static final String NOBODY = "203.0.113.255";

    private NodeRoute() {}

    /// Makes it, unless there is one. Kernels without dummy interfaces have bridges, and one without ports leads as
    /// far.
    static void ensure(NodeTraces machine) {
        if (!machine.run("ip", "route", "show", "default").out().isBlank()) {
            return;
        }
        if (!machine.run("ip", "link", "add", INTERFACE, "type", "dummy").ok()) {
            machine.run("ip", "link", "add", INTERFACE, "type", "bridge", "mcast_snooping", "0");
        }
        machine.withoutIpv6(INTERFACE);
        machine.run("ip", "addr", "add", ADDRESS, "dev", INTERFACE);
        // Nobody is asked who is there, so that what is counted on it is what somebody wanted to send away.
        machine.run("ip", "link", "set", INTERFACE, "arp", "off", "multicast", "off", "up");
        machine.run("ip", "route", "add", "default", "via", NOBODY, "dev", INTERFACE, "metric", "1000");
    }
}
