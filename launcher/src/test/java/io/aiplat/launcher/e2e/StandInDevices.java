package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Device nodes of a card in this machine's `/dev`, with the numbers of `/dev/null`, because opening them must succeed.
/// Closing takes them away again. Where there are real ones nothing is made, and the test is skipped.
final class StandInDevices implements AutoCloseable {
    private static final List<String> NODES = List.of("nvidia0", "nvidiactl", "nvidia-uvm");

    private StandInDevices() {}

    static StandInDevices make() {
        Need.that(
                Program.succeeds("test", "-w", "/dev")
                        && Program.run("id", "-u").out().strip().equals("0"),
                "root, to make device nodes: sudo");
        Need.that(none(), "a machine without /dev/nvidia*, for stand-ins");
        StandInDevices devices = new StandInDevices();
        NODES.forEach(name ->
                Program.run("mknod", "-m", "666", "/dev/" + name, "c", "1", "3").ok());
        return devices;
    }

    private static boolean none() {
        try (DirectoryStream<Path> nodes = Files.newDirectoryStream(Path.of("/dev"), "nvidia*")) {
            return !nodes.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        NODES.forEach(name -> Program.run("rm", "-f", "/dev/" + name).ok());
    }
}
