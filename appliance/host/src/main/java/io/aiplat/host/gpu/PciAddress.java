package io.aiplat.host.gpu;

import java.util.Locale;

/// Address of a device on the PCI bus, which NVML writes with a domain of eight digits in capitals and the kernel with
/// one of four in small letters.
final class PciAddress {
    private static final int DOMAIN_DIGITS = 8;

    private PciAddress() {}

    /// As the kernel names it in `/sys/bus/pci/devices`; empty for an empty one.
    static String ofSysfs(String address) {
        String small = address.toLowerCase(Locale.ROOT);
        boolean wide = small.indexOf(':') == DOMAIN_DIGITS && small.startsWith("0000");
        return wide ? small.substring(4) : small;
    }
}
