package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.LlamaServerBinary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine with nothing but Java, and a release of llama.cpp in a file: it becomes the engine, is exchanged while
/// it serves, and goes again.
class EnginesIT {
    @TempDir
    Path folder;

    @Test
    void aReleaseInAFileBecomesTheEngine() throws Exception {
        Path release = release();
        try (Aiplat aiplat = Aiplat.withoutEngine().with("PATH", "/usr/bin:/bin")) {
            aiplat.run("up", "--engine", "llamacpp").failsWith(4, "MODELS_LLAMA_SERVER_MISSING");

            // It is tried, installed and used.
            aiplat.run("engines", "install", "llamacpp", "--from", release.toString())
                    .ok()
                    .tells(" is installed (15 MB) and used.");
            String first = aiplat.json("engines", "list").at("/0/id").asText();
            assertEquals("used", aiplat.json("engines").at("/0/state").asText());
            aiplat.run("up", "--engine", "llamacpp").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            // While it runs it stays.
            aiplat.run("engines", "rm", first).failsWith(2, "ENGINES_IN_USE");
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            // Another one serves what is loaded from then on, without a restart.
            long pid = aiplat.appliance().pid();
            aiplat.run("engines", "install", "llamacpp", "--from", release.toString(), "--accelerator", "vulkan")
                    .ok()
                    .tells("It finds no GPU that it can use");
            servers(aiplat, first).forEach(ProcessHandle::destroyForcibly);
            Eventually.seen("the model is unloaded", () -> servers(aiplat, first), List::isEmpty);
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            assertEquals(List.of(), servers(aiplat, first));
            assertEquals(pid, aiplat.appliance().pid());
            aiplat.run("engines", "rm", first).ok().tells("Engine " + first + " is removed.");

            // What does not start changes nothing.
            Path broken = Folders.within(folder, "broken");
            Folders.program(broken.resolve("llama-server"), "#!/bin/sh\necho no such library >&2; exit 127\n");
            aiplat.run("engines", "install", "llamacpp", "--from", broken.toString())
                    .failsWith(5, "ENGINES_DOES_NOT_START")
                    .tells("no such library");
            JsonNode list = aiplat.json("engines", "list");
            assertEquals("used", list.at("/0/state").asText());
            assertEquals("available", list.at("/1/state").asText());

            // The last one leaves nothing behind.
            aiplat.run("down", "--yes").ok();
            aiplat.run("engines", "rm", first.replace("-cpu", "-vulkan"))
                    .ok()
                    .tells("It was the one that was used, and there is no other.");
            assertFalse(Files.exists(aiplat.home.resolve("engines")));
        }
    }

    /// An archive as llama.cpp's releases are: one folder, in it the program and more.
    private Path release() throws Exception {
        Path tree = Folders.within(folder, "llama-b1");
        Files.copy(LlamaServerBinary.needed(), tree.resolve("llama-server"));
        Files.writeString(tree.resolve("LICENSE"), "MIT\n");
        Path archive = folder.resolve("llama-b1-bin-ubuntu-x64.tar.gz");
        Program.run("tar", "-C", folder.toString(), "-czf", archive.toString(), "llama-b1")
                .ok();
        return archive;
    }

    /// Processes of one build.
    private static List<ProcessHandle> servers(Aiplat aiplat, String id) {
        String program = aiplat.home.resolve("engines").resolve("llamacpp").resolve(id) + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.startsWith(program))
                        .isPresent())
                .toList();
    }
}
