package io.aiplat.provisioning.gpu.evidence;

import io.aiplat.host.KernelFiles;
import io.aiplat.host.Programs;
import io.aiplat.provisioning.gpu.HostRepairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repairs of this machine, by its own programs: the JDK can make no device nodes.
public final class MachineRepairs implements HostRepairs {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Where they are, also for those whose search path leaves them out.
    private static final String ADMINISTRATION = ":/usr/sbin:/sbin";

    private final Programs programs;
    private final Path root;

    /// @param environment of this process
    /// @param root        where the files of the system are found, `/`
    public MachineRepairs(Map<String, String> environment, Path root) {
        Map<String, String> widened = new HashMap<>(environment);
        widened.merge("PATH", ADMINISTRATION, String::concat);
        this.programs = new Programs(widened);
        this.root = root;
    }

    @Override
    public boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException _) {
            // No Linux: nothing is mended there.
            return false;
        }
    }

    @Override
    public boolean loadModule(String name) {
        return run("modprobe", name);
    }

    @Override
    public Optional<Integer> major(String driver) {
        return KernelFiles.lines(root.resolve("proc/devices")).stream()
                .takeWhile(line -> !line.startsWith("Block"))
                .map(line -> line.strip().split(" +", 2))
                .filter(words -> words.length == 2 && words[1].equals(driver))
                .map(words -> (int) KernelFiles.number(words[0], 0))
                .findFirst();
    }

    @Override
    public boolean nvidiaModprobe() {
        return run("nvidia-modprobe", "-u", "-c0");
    }

    @Override
    public boolean makeNode(String path, int major, int minor) {
        Path node = root.resolve(path.substring(1));
        return Files.exists(node)
                || run("mknod", "-m", "666", node.toString(), "c", Integer.toString(major), Integer.toString(minor));
    }

    private boolean run(String program, String... arguments) {
        return programs.find(program)
                .flatMap(file -> programs.output(file, List.of(arguments), LIMIT))
                .isPresent();
    }
}
