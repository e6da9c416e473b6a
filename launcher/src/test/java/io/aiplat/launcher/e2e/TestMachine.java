package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A machine of its own without Docker, with the stand-in's k3s on its PATH and the shipped JAR in it, started by
/// `testbed/machine`: root, in namespaces of its own, without a route to anywhere.
final class TestMachine implements AutoCloseable {
    private static final String SCRIPT = Aiplat.TESTBED.resolve("machine").toString();
    private static final String JAVA = System.getProperty("java.home");

    /// What a machine has, for a comparison of before and after.
    private static final String LOOK = """
            echo '# interfaces'; ip -o link | cut -d' ' -f2 | sort
            echo '# mounts'; cut -d' ' -f2 /proc/mounts | sort
            echo '# rules'; for f in iptables ip6tables; do $f-save | grep -E '^-A|^:.* - '; done
            echo '# processes'; ps -eo comm= | grep -vE '^(ps|sh|sort|grep|bash)$' | sort
            echo '# groups'; find /sys/fs/cgroup -type d | sort
            echo '# kernel'; cat /proc/sys/net/ipv4/conf/all/route_localnet /proc/sys/net/ipv4/ip_forward
            echo '# routes'; ip route
            """;

    private final Path folder;
    private final Running first;
    private boolean testbedNames = true;

    private TestMachine(Path folder, List<Path> shown) {
        this.folder = folder;
        List<String> command = new ArrayList<>(List.of(SCRIPT, folder.toString()));
        List<Path> all = new ArrayList<>(shown);
        all.add(Path.of(JAVA));
        all.add(Aiplat.JAR.getParent());
        all.add(Aiplat.TESTBED);
        all.forEach(path -> command.addAll(List.of("--bind", path.toString())));
        command.addAll(List.of("--", "sleep", "3600"));
        this.first = Running.start(command, System.getenv(), folder, folder);
    }

    /// Skips the test where no machine can be made.
    static void need() {
        Need.that(
                Program.succeeds("docker", "image", "inspect", "aiplat-testbed/k3s:v1.36.4")
                        && Program.succeeds("unshare", "-m", "-n", "-p", "-C", "-f", "true"),
                "root, and the testbed's images for a machine without Docker: testbed/build, testbed/engine start");
    }

    /// Starts it.
    ///
    /// @param shown folders and files of this machine that are there under the same names
    static TestMachine start(Path... shown) {
        need();
        return new TestMachine(Folders.create(), List.of(shown));
    }

    /// Has an image on the machine that k3s takes in before it starts.
    TestMachine withImage(String image) {
        Path images = Path.of("/var/lib/rancher/k3s/agent/images");
        Path here =
                folder.resolve("rancher").resolve(Path.of("/var/lib/rancher").relativize(images));
        Program.run("mkdir", "-p", here.toString()).ok();
        Program.run("docker", "save", image, "-o", here.resolve("given.tar").toString())
                .ok();
        return this;
    }

    /// Runs a program there, to its end.
    Result run(String... command) {
        return start(command).result();
    }

    private Running start(String... command) {
        List<String> all = new ArrayList<>(List.of(SCRIPT, folder.toString(), "exec"));
        all.addAll(List.of(command));
        Map<String, String> environment = new HashMap<>(System.getenv());
        // Of whoever runs the tests, who is not there.
        environment.keySet().removeIf(name -> name.startsWith("AIPLAT_"));
        return Running.start(all, environment, folder, folder);
    }

    /// Runs aiplat there, to its end.
    Result aiplat(String... arguments) {
        return startAiplat(arguments).result();
    }

    /// Starts aiplat there.
    Running startAiplat(String... arguments) {
        List<String> all = new ArrayList<>(List.of("env", "NO_COLOR=1", "AIPLAT_HOME=" + home()));
        if (testbedNames) {
            all.add("AIPLAT_CONFIG=" + Aiplat.TESTBED.resolve("aiplat.yaml"));
        }
        all.addAll(List.of(JAVA + "/bin/java", "-jar", Aiplat.JAR.toString()));
        all.addAll(List.of(arguments));
        return start(all.toArray(String[]::new));
    }

    /// Has images by the names that everybody knows, and not by those of the testbed.
    TestMachine withUsualNames() {
        testbedNames = false;
        return this;
    }

    /// Takes its k3s off the `PATH`, as on a machine that never had one.
    TestMachine withoutK3s() {
        run("mount", "--bind", "/dev/null", "/usr/bin/k3s").ok();
        return this;
    }

    /// Hides the Java that runs the tests, as on a machine that has none.
    TestMachine withoutJava() {
        run("mount", "-t", "tmpfs", "none", Path.of(JAVA).getParent().toString())
                .ok();
        return this;
    }

    /// Kills every command of aiplat there with these words in it, as `kill -9` does.
    void killAiplat(String words) {
        run("pkill", "-9", "-f", "aiplat.jar " + words);
    }

    /// How many packets were sent on every interface but the loopback, bridges and those in bridges: what leaves the
    /// machine, or would.
    long packetsSent() {
        String counted = run("sh", "-c", """
                        for i in /sys/class/net/*; do
                          case ${i##*/} in lo | cni0) continue ;; esac
                          [ -d "$i/brport" ] || cat "$i/statistics/tx_packets"
                        done""").ok().out();
        return counted.lines().mapToLong(line -> Long.parseLong(line.strip())).sum();
    }

    /// The home of aiplat there.
    Path home() {
        return Path.of("/root/aiplat");
    }

    /// Interfaces, mounts, rules, processes, groups and settings of the kernel, as text.
    String look() {
        return run("sh", "-c", LOOK).ok().out();
    }

    /// Ends it, and removes all that was written there.
    @Override
    public void close() {
        first.terminate().result();
        Folders.delete(folder);
    }
}
