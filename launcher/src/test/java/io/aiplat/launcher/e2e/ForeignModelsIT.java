package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Model files that people bring: each is served, or refused with the reason, and the appliance goes on answering.
class ForeignModelsIT {
    private static final int STEP_FAILED = 5;
    private static final int USAGE = 2;
    private static final int LARGE = 64 << 20;

    @Test
    void aFileIsServedOrRefusedWithTheReason() throws Exception {
        Path folder = Folders.create();
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("up").ok();

            // ChatML, as most models of today have it. Smoke has not learned it, so what it says is nonsense.
            Path chatMl = Files.write(folder.resolve("chatml.gguf"), GgufPatch.template("""
                    {% for m in messages %}<|im_start|>{{ m.role }}
                    {{ m.content }}<|im_end|>
                    {% endfor %}<|im_start|>assistant
                    """));
            aiplat.run("up", "--model", chatMl.toString()).ok().tells("served as chatml");
            aiplat.run("chat", "-m", "chatml", "ping").ok();

            // Only llama.cpp itself can tell that a template is broken, so that shows when the model is used.
            Path broken = Files.write(
                    folder.resolve("broken.gguf"), GgufPatch.template("{% for m in messages %}{{ m.content "));
            aiplat.run("up", "--model", broken.toString()).ok();
            aiplat.run("chat", "-m", "broken", "ping")
                    .failsWith(STEP_FAILED, "CLIENT_REFUSED")
                    .tells("the chat template in the file cannot be understood");

            refuses(aiplat, folder, GgufPatch.architecture("llamb"), STEP_FAILED, "MODELS_ARCHITECTURE_UNKNOWN");
            refuses(aiplat, folder, GgufPatch.cutOff(), STEP_FAILED, "MODELS_FILE_BROKEN");
            refuses(aiplat, folder, GgufPatch.webPage(), USAGE, "MODELS_NOT_GGUF_THERE");
            aiplat.run("up", "--model", folder.resolve("no-such.gguf").toString())
                    .failsWith(USAGE, "MODELS_NO_MODEL_FILE");
            aiplat.run("up").ok();

            // What lies elsewhere is refused before its weights cross the network.
            try (ThrottledFiles files = new ThrottledFiles()) {
                files.slow(5);
                String far = files.put("far.gguf", Arrays.copyOf(GgufPatch.architecture("llamb"), LARGE));
                aiplat.run("models", "pull", far)
                        .failsWith(STEP_FAILED, "MODELS_ARCHITECTURE_UNKNOWN")
                        .tells(far);
                assertTrue(files.sent() < LARGE / 2, files.sent() + " bytes were sent");
            }

            assertEquals("pong", aiplat.answer("smoke", "ping"));
        } finally {
            Folders.delete(folder);
        }
    }

    private static void refuses(Aiplat aiplat, Path folder, byte[] gguf, int exit, String code) throws Exception {
        Path file = Files.write(folder.resolve("foreign.gguf"), gguf);
        aiplat.run("up", "--model", file.toString()).failsWith(exit, code).tells(file.toString());
    }
}
