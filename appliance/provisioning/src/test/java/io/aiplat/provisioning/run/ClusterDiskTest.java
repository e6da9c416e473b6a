package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClusterDiskTest {
    @Test
    void readsWhatIsFree() {
        String table = """
                Filesystem     1024-blocks     Used Available Capacity Mounted on
                /dev/vda1        102687672 61246816  36178464      63% /var/lib/ollama
                """;
        assertEquals(OptionalLong.of(36178464L * 1024), ClusterDisk.free(table));
    }

    @Test
    void whatIsNoTableSaysNothing() {
        assertEquals(OptionalLong.empty(), ClusterDisk.free(""));
        assertEquals(OptionalLong.empty(), ClusterDisk.free("df: no such file"));
        assertEquals(OptionalLong.empty(), ClusterDisk.free("Filesystem\noverlay - - - - /"));
    }
}
