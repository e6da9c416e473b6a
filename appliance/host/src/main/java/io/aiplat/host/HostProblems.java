package io.aiplat.host;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What can be wrong with the machine or its container engine.
public final class HostProblems {
    private static final String WITHOUT_CLUSTER = "Do without Kubernetes: aiplat up --cluster none";

    private HostProblems() {}

    /// No container engine answers.
    ///
    /// @param tried where it was looked for and what came back; empty where there was not even a socket
    public static Problem engineMissing(List<String> tried) {
        String why = tried.isEmpty()
                ? "DOCKER_HOST is not set, no docker context is chosen, and none of the usual sockets exists."
                : "Nobody answered at " + String.join("; ", tried) + ".";
        return problem(
                "HOST_ENGINE_MISSING",
                "No container engine answers",
                why,
                "Start it: sudo systemctl start docker (or open Docker Desktop)",
                "If it listens elsewhere, say where: export DOCKER_HOST=unix:///path/to/docker.sock",
                WITHOUT_CLUSTER);
    }

    /// The socket is there and we may not use it.
    public static Problem engineDenied(String endpoint, String user) {
        return problem(
                new ProblemCode("HOST_ENGINE_DENIED", Kind.DENIED, ExitCode.HOST),
                "No permission to use the container engine at " + endpoint,
                "The socket exists, but user " + user + " may not write to it.",
                "Join its group, then log in again: sudo usermod -aG docker " + user,
                WITHOUT_CLUSTER);
    }

    /// The engine is older than what our requests need.
    public static Problem engineTooOld(String endpoint, String version, String api, String oldest) {
        return problem(
                "HOST_ENGINE_TOO_OLD",
                "The container engine at " + endpoint + " is too old",
                "Version " + version + " speaks API " + api + "; " + oldest + " is needed.",
                "Upgrade it: https://docs.docker.com/engine/install",
                WITHOUT_CLUSTER);
    }

    /// The engine runs Windows containers.
    public static Problem engineForWindows(String endpoint) {
        return problem(
                "HOST_ENGINE_WINDOWS",
                "The container engine at " + endpoint + " runs Windows containers",
                "A Kubernetes node is a Linux container.",
                "Switch Docker Desktop to Linux containers from its menu",
                WITHOUT_CLUSTER);
    }

    /// The engine runs without root.
    public static Problem engineRootless(String endpoint) {
        return problem(
                "HOST_ENGINE_ROOTLESS",
                "The container engine at " + endpoint + " runs without root",
                "A Kubernetes node needs cgroup controllers and devices that a rootless engine cannot give.",
                "Point DOCKER_HOST at an engine that runs as root: export DOCKER_HOST=unix:///var/run/docker.sock",
                WITHOUT_CLUSTER);
    }

    /// The engine refused or broke off what was asked of it.
    ///
    /// @param doing what was asked, beginning with a verb: `create container aiplat`
    public static Problem engineFailed(String doing, String said) {
        return new Problem(
                new ProblemCode("HOST_ENGINE_FAILED", Kind.FAILED),
                "The container engine could not " + doing,
                said.isBlank() ? "It gave no reason." : said,
                List.of("Look at the engine's log: journalctl -u docker -n 50", "Try again: aiplat up"));
    }

    /// An image is neither local nor to be had from its registry.
    public static Problem imageMissing(String image, String reason) {
        String host = image.contains("/") ? image.substring(0, image.indexOf('/')) : "its registry";
        return problem(
                new ProblemCode("HOST_IMAGE_MISSING", Kind.NOT_FOUND, ExitCode.HOST),
                "Image " + image + " is not on this machine and cannot be pulled",
                reason,
                "Pull or load it yourself: docker pull " + image + " (or docker load)",
                "Use another name for it in aiplat.yaml: images: {" + repository(image) + ": my.registry/name}",
                "If " + host + " needs a login or a proxy, set network in aiplat.yaml");
    }

    /// Somebody listens on a port we want.
    ///
    /// @param who     listens, with its process id where we may know it
    /// @param setting to change: `gateway.port`
    /// @param flag    to change it with: `--port`, `--set cluster.model-port`
    public static Problem portTaken(int port, String who, String setting, String flag) {
        return problem(
                new ProblemCode("HOST_PORT_TAKEN", Kind.CONFLICT, ExitCode.HOST),
                "Port " + port + " is in use",
                "It is needed for " + setting + ", and " + who + " listens on it.",
                "Use another: aiplat up " + flag + "=" + (port == 65535 ? 18080 : port + 1),
                "Stop the other program; see who it is: ss -ltnp 'sport = :" + port + "'");
    }

    /// Too little room on the disk.
    public static Problem diskShort(Path where, long freeBytes, long neededBytes) {
        return problem(
                "HOST_DISK_SHORT",
                "Too little disk space at " + where,
                gib(freeBytes) + " are free and " + gib(neededBytes) + " are needed.",
                "Make room; what containers hold shows: docker system df",
                "Keep aiplat's data elsewhere: export AIPLAT_HOME=/path/with/room");
    }

    /// Too little memory to start with.
    public static Problem memoryShort(long freeBytes, long neededBytes) {
        return problem(
                "HOST_MEMORY_SHORT",
                "Too little memory",
                gib(freeBytes) + " could be used now and " + gib(neededBytes) + " are needed.",
                "Close programs that hold memory; the largest show: ps aux --sort=-rss | head",
                WITHOUT_CLUSTER);
    }

    /// Enough memory to start, and little to spare.
    public static Problem memoryTight(long freeBytes, long wantedBytes) {
        return problem(
                "HOST_MEMORY_TIGHT",
                "Memory is tight",
                gib(freeBytes) + " could be used now; below " + gib(wantedBytes) + " larger models will not load.",
                "Close programs that hold memory; the largest show: ps aux --sort=-rss | head");
    }

    /// The clocks of the engine and of this machine differ.
    public static Problem clockSkew(long seconds) {
        return problem(
                "HOST_CLOCK_SKEW",
                "The container engine's clock is " + Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of")
                        + " this machine's",
                "Certificates made by one are not yet or no longer valid for the other.",
                "Set the clock: sudo timedatectl set-ntp true",
                "If the engine runs in a virtual machine (Docker Desktop, WSL), restart that");
    }

    /// The kernel allows too few inotify instances for a node.
    public static Problem inotifyLow(int instances, int needed) {
        return problem(
                "HOST_INOTIFY_LOW",
                "fs.inotify.max_user_instances is " + instances,
                "A node and its pods watch many files; below " + needed
                        + " containers fail with \"too many open files\".",
                "Raise it: sudo sysctl fs.inotify.max_user_instances=" + needed,
                "Keep it: echo fs.inotify.max_user_instances=" + needed + " | sudo tee /etc/sysctl.d/99-inotify.conf");
    }

    /// A process may have few files and connections open.
    public static Problem descriptorsFew(long most, long needed) {
        return problem(
                "HOST_DESCRIPTORS_FEW",
                "A process may have only " + most + " files and connections open",
                "aiplat takes connections for about half of them; below " + needed + " a few busy clients take all.",
                "Allow more in this shell: ulimit -n " + needed,
                "Allow more to the service: LimitNOFILE=" + needed + " in its unit");
    }

    /// The home cannot be written to.
    public static Problem homeNotWritable(Path home, String reason) {
        return problem(
                "HOST_HOME_NOT_WRITABLE",
                "aiplat cannot write to its home " + home,
                reason,
                "Make it yours: sudo chown -R \"$USER\" " + home,
                "Use another: export AIPLAT_HOME=$HOME/aiplat");
    }

    /// A program of this machine could not be started.
    public static Problem programNotStarted(String program, String reason) {
        return new Problem(
                new ProblemCode("HOST_PROGRAM_NOT_STARTED", Kind.FAILED),
                "Could not start " + program,
                reason,
                List.of("Start it by hand to see what it says: " + program));
    }

    private static Problem problem(String id, String what, String why, String... fixes) {
        return problem(new ProblemCode(id, Kind.UNAVAILABLE), what, why, fixes);
    }

    private static Problem problem(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why.isBlank() ? "No reason was given." : why, List.of(fixes));
    }

    private static String repository(String image) {
        List<String> parts = new ArrayList<>(List.of(image.split("@", 2)[0].split(":", -1)));
        if (parts.size() > 1 && !parts.getLast().contains("/")) {
            parts.removeLast();
        }
        return String.join(":", parts);
    }

    private static String gib(long bytes) {
        long tenths = Math.round(Math.max(0, bytes) * 10.0 / (1L << 30));
        return tenths / 10 + "." + tenths % 10 + " GiB";
    }
}
