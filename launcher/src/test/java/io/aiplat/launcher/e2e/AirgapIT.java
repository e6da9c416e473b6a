package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.PartKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine without a network, without Docker and without k3s, and one file that was carried there: `up --bundle`
/// installs from it, and not one packet leaves the machine.
class AirgapIT {
    private static final String OLLAMA = "aiplat-testbed/ollama:0.11.4";
    private static final String SYSTEM = "aiplat-testbed/busybox:1";

    private static final Path MODEL =
            Aiplat.TESTBED.resolveSibling("appliance/supply/src/main/resources/models/smoke/model.gguf");

    /// Seed of the moments at which the installation is interrupted.
    private static final long SEED = 12;

    @TempDir
    static Path folder;

    private static String trusted = "";
    private static Path site = Path.of("");
    private static Path older = Path.of("");

    @BeforeAll
    static void makeArchives() {
        TestMachine.need();
        SigningKey key = SigningKey.generate();
        trusted = key.write(folder.resolve("key.pem")).toString();
        TestArchive archive = new TestArchive(folder)
                .image(PartKind.SYSTEM_IMAGE, SYSTEM)
                .image(PartKind.IMAGE, OLLAMA)
                .file(PartKind.K3S_BINARY, "k3s", Aiplat.TESTBED.resolve("node/k3s"))
                .file(PartKind.MODEL, "carried", MODEL);
        site = archive.write("site.aipb", "1.1", key);
        older = archive.write("older.aipb", "1.0", key);
    }

    private static String[] up(Path archive) {
        return new String[] {"up", "--cluster", "native", "--bundle", archive.toString(), "--trust", trusted};
    }

    @Test
    void oneFileIsEnoughAndNothingLeavesTheMachine() {
        try (TestMachine machine = TestMachine.start(folder).withoutK3s()) {
            String before = machine.look();
            machine.aiplat("up", "--cluster", "native", "--bundle", site.toString())
                    .failsWith(5, "BUNDLE_SIGNER_UNKNOWN");
            machine.aiplat("plan", "--cluster", "native", "--bundle", site.toString(), "--trust", trusted)
                    .ok()
                    .tells("Take k3s out of the bundle")
                    .tells("Import image docker.io/" + OLLAMA + " from the bundle")
                    .tells("never pulled");
            // The node's images go to another disk than the home's, which is asked as well.
            String node = "/var/lib/rancher/k3s";
            machine.run("mkdir", "-p", node).ok();
            machine.run("mount", "-t", "tmpfs", "-o", "size=100m", "none", node).ok();
            machine.aiplat(up(site)).failsWith(4, "INSTALL_DISK_SHORT").tells("at " + node + " there are");
            machine.run("umount", node).ok();
            assertEquals(before, machine.look(), "nothing was done so far");

            machine.aiplat(up(site)).ok();
            answers(machine);
            machine.aiplat("models", "list").ok().tells("carried");
            assertEquals(0, machine.packetsSent(), "packets that left the machine");
            whatWasBroughtIsPinnedAndThere(machine);
            // Who signed it is known from now on, and what is there is not brought again.
            machine.aiplat("up", "--bundle", site.toString()).ok().tells("nothing to do");
            machine.aiplat("up").ok().tells("nothing to do");
            machine.aiplat("up", "--bundle", older.toString()).failsWith(4, "INSTALL_BUNDLE_OLDER");
            machine.aiplat("up", "--bundle", older.toString(), "--allow-older").ok();
            assertEquals(0, machine.packetsSent(), "packets that left the machine");

            machine.aiplat("doctor", "--airgap", "--seconds", "2").ok().tells("Nothing reaches out");
            machine.aiplat("doctor", "--airgap", "--seconds", "2", "--set", "models.wanted=qwen3:0.6b")
                    .exits(4)
                    .tells("model qwen3:0.6b");
            whatIsNotThereCannotBeHad(machine);
            machine.aiplat("down", "--purge", "--yes").ok();
            assertEquals(before, machine.look());
        }
    }

    private static void answers(TestMachine machine) {
        machine.aiplat("chat", "--model", "smoke", "What is the capital of France?")
                .ok()
                .tells("Paris");
    }

    private static void whatWasBroughtIsPinnedAndThere(TestMachine machine) {
        String images = machine.run(machine.home() + "/bin/k3s", "ctr", "-n", "k8s.io", "images", "ls")
                .ok()
                .out();
        assertTrue(
                images.lines()
                        .anyMatch(line -> line.startsWith("docker.io/" + OLLAMA + " ")
                                && line.contains("io.cri-containerd.pinned=pinned")),
                () -> images);
        assertTrue(images.contains("docker.io/" + SYSTEM + " "), () -> images);
    }

    /// The last word proves the rest: that there is no way out, and that what tries one is counted.
    private static void whatIsNotThereCannotBeHad(TestMachine machine) {
        machine.aiplat("models", "pull", "qwen3:0.6b").failed();
        machine.run(machine.home() + "/bin/k3s", "ctr", "images", "pull", "docker.io/library/alpine:3")
                .failed();
        machine.run("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/443")
                .failed();
        assertTrue(machine.packetsSent() > 0, "an attempt to get out is counted");
    }

    /// Killed at ten moments of an installation, each time it goes on, and the eleventh finishes.
    @Test
    void anInstallationThatIsInterruptedAnywhereGoesOn() throws InterruptedException {
        Random moments = new Random(SEED);
        try (TestMachine machine = TestMachine.start(folder).withoutK3s()) {
            String before = machine.look();
            for (int i = 0; i < 10; i++) {
                Running running = machine.startAiplat(up(site));
                TimeUnit.MILLISECONDS.sleep(500 + moments.nextInt(12_000));
                machine.killAiplat("up");
                running.result();
            }
            machine.aiplat(up(site)).ok();
            answers(machine);
            machine.aiplat("down", "--purge", "--yes").ok();
            assertEquals(before, machine.look());
        }
    }

    /// A byte of an image that was turned on the way is found before anything is made of it.
    @Test
    void aDamagedArchiveInstallsNothingOfWhatIsDamaged() throws IOException {
        Path damaged = Files.copy(site, folder.resolve("damaged.aipb"), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            // In the largest layer of the largest image.
            file.seek(file.length() / 2);
            int flipped = file.read() ^ 1;
            file.seek(file.length() / 2);
            file.write(flipped);
        }
        try (TestMachine machine = TestMachine.start(folder).withoutK3s()) {
            machine.aiplat(up(damaged)).failsWith(5, "BUNDLE_PART_DAMAGED");
            machine.aiplat("up", "--bundle", site.toString()).ok();
            answers(machine);
        }
    }
}
