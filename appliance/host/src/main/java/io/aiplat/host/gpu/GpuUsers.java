package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import io.aiplat.model.host.GpuProcess;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who a process on a GPU is: its program, and the pod and container that its control groups are named after. The
/// kubelet names them `pod` and the pod's unique id, in directories, or in slices with underscores
/// (kubernetes, pkg/kubelet/cm); container runtimes name them by the 64 digits of the container.
final class GpuUsers {
    private static final Pattern POD =
            Pattern.compile("pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})");
    private static final Pattern CONTAINER = Pattern.compile("([0-9a-f]{64})(?!.*[0-9a-f]{64})");
    private static final String HOSTNAME = "HOSTNAME=";

    private final Path proc;

    GpuUsers(Path root) {
        proc = root.resolve("proc");
    }

    /// The same process with what can be seen of it.
    GpuProcess named(GpuProcess process) {
        Path folder = proc.resolve(Long.toString(process.pid()));
        String groups = KernelFiles.text(folder.resolve("cgroup"));
        Matcher pod = POD.matcher(groups);
        Matcher container = CONTAINER.matcher(groups);
        String uid = pod.find() ? pod.group(1).replace('_', '-') : "";
        return new GpuProcess(
                process.pid(),
                process.memoryBytes(),
                KernelFiles.text(folder.resolve("comm")),
                uid.isEmpty() ? "" : host(folder),
                uid,
                container.find() ? container.group(1) : "");
    }

    /// Containers of a pod have its name as that of their host, which the kubelet sets.
    private static String host(Path folder) {
        for (String variable : KernelFiles.text(folder.resolve("environ")).split("\0", -1)) {
            if (variable.startsWith(HOSTNAME)) {
                return variable.substring(HOSTNAME.length());
            }
        }
        return "";
    }
}
