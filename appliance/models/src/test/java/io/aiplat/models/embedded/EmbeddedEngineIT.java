package io.aiplat.models.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Progress;
import io.aiplat.models.*;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEngineIT {
    @Test
    void answers(@TempDir Path tmp) {
        try (EmbeddedEngine engine = new EmbeddedEngine(
                tmp.resolve("models"),
                tmp.resolve("tmp"),
                tmp.resolve("logs"),
                WorkerCommand.of(System.getProperty("java.home"), System.getProperty("java.class.path")),
                EmbeddedLimits.USUAL,
                LlamaHost.look(Path.of("/"), System.getProperty("os.arch")))) {
            engine.put(PackedModel.ALL.getFirst(), Progress.NONE);
            StringBuilder text = new StringBuilder();
            engine.chat(
                    new ChatRequest(
                            "smoke",
                            List.of(ChatMessage.text("user", "What is aiplat?")),
                            List.of(),
                            new ChatRequest.AnswerFormat.Text(),
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            null,
                            null),
                    part -> {
                        System.out.println(part);
                        if (part instanceof ChatPart.Text t) text.append(t.text());
                    });
            assertEquals("aiplat is a self-hosted AI platform in one file.", text.toString());
        }
    }
}
