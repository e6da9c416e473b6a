package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Digests;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What fits on a stick: the script, the JAR and a bundle archive with a Java runtime. On a machine without a network
/// and without Java `install.sh up` is all it takes, and what was damaged on the way is named.
class StickIT {
    @TempDir
    Path stick;

    @Test
    void aMachineWithoutJavaAndNetworkInstallsFromWhatIsBesideTheScript() throws IOException {
        TestMachine.need();
        Path script = Files.copy(Aiplat.TESTBED.resolveSibling("install.sh"), stick.resolve("install.sh"));
        Files.copy(Aiplat.JAR, stick.resolve("aiplat.jar"));
        Files.writeString(stick.resolve("aiplat.jar.sha256"), Digests.sha256(Aiplat.JAR) + "  aiplat.jar\n");
        Path site = stick.resolve("site.aipb");
        Path key = stick.resolve("key.pub.pem");
        try (Aiplat here = Aiplat.withoutEngine()) {
            here.run("bundle", "create", "--with", "none", "--runtime", "--release", "1", "-o", site.toString())
                    .ok();
            Files.copy(here.home.resolve("bundle-keys/own.pub.pem"), key);
        }
        try (TestMachine machine = TestMachine.start(stick).withoutJava()) {
            Result installed = machine.run(
                    "env",
                    "AIPLAT_HOME=" + machine.home(),
                    script.toString(),
                    "up",
                    "--cluster",
                    "none",
                    "--trust",
                    key.toString());
            installed.ok().tells("Unpacking the Java runtime").tells("Note version 1 of the bundle");
            aiplat(machine, "chat", "--model", "smoke", "What is the capital of France?")
                    .ok()
                    .tells("Paris");
            assertEquals(0, machine.packetsSent(), "packets that left the machine");
            aiplat(machine, "down", "--purge", "--yes").ok();
            machine.run(script.toString(), "--uninstall").ok();
            machine.run("sh", "-c", "test -e ~/.local/lib/aiplat").failed();

            damage(site);
            machine.run(script.toString(), "version").exits(4).tells("is damaged");
            machine.run("sh", "-c", "test -e ~/.local/bin/aiplat").failed();
        }
    }

    private static Result aiplat(TestMachine machine, String... arguments) {
        String[] command = new String[arguments.length + 4];
        command[0] = "sh";
        command[1] = "-c";
        command[2] = "AIPLAT_HOME=" + machine.home() + " exec ~/.local/bin/aiplat \"$@\"";
        command[3] = "aiplat";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return machine.run(command);
    }

    private static void damage(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int flipped = file.read() ^ 1;
            file.seek(file.length() / 2);
            file.write(flipped);
        }
    }
}
