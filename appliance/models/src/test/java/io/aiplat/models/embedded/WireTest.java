package io.aiplat.models.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.RequestRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
    private static byte[] bytes(Wire.Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void bringsAcrossWhatTheApplianceSays() throws IOException {
        List<ToWorker> frames = List.of(
                new ToWorker.Load("/models/ö.gguf", 2048, 1, ToWorker.Use.EMBED_LAST, 1, true),
                new ToWorker.Chat(
                        7,
                        new ToWorker.Prompt.Turns("[]"),
                        20,
                        Map.of("temperature", 0.5),
                        List.of("<|end|>", "\ud83d\ude00"),
                        new AnswerFormat.Text()),
                new ToWorker.Chat(
                        8,
                        new ToWorker.Prompt.Raw("x".repeat(100_000)),
                        1,
                        Map.of(),
                        List.of(),
                        new AnswerFormat.Json()),
                new ToWorker.Chat(
                        9, new ToWorker.Prompt.Turns(""), 1, Map.of(), List.of(), new AnswerFormat.JsonSchema("{}")),
                new ToWorker.Count(11, new ToWorker.Prompt.Raw("a")),
                new ToWorker.Embed(10, List.of("", "two")),
                new ToWorker.Cancel(10));
        for (ToWorker frame : frames) {
            assertEquals(frame, ToWorker.readFrom(in(bytes(frame::writeTo))));
        }
    }

    @Test
    void bringsAcrossWhatTheWorkerSays() throws IOException {
        List<FromWorker> frames = List.of(
                new FromWorker.Loaded(),
                new FromWorker.Text(1, "zwölf \ud83d\ude00"),
                new FromWorker.Finished(1, FinishReason.LENGTH, 8, 3),
                new FromWorker.Refused(1, RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, "messages", "too long"),
                new FromWorker.Counted(1, 8),
                new FromWorker.Failed(0, "no"));
        for (FromWorker frame : frames) {
            assertEquals(frame, FromWorker.readFrom(in(bytes(frame::writeTo))));
        }
    }

    @Test
    void bringsVectorsAcross() throws IOException {
        FromWorker.Vectors sent = new FromWorker.Vectors(3, List.of(new float[] {1, -0.5f}, new float[0]), 12);
        FromWorker.Vectors got =
                assertInstanceOf(FromWorker.Vectors.class, FromWorker.readFrom(in(bytes(sent::writeTo))));
        assertEquals(12, got.inputTokens());
        assertArrayEquals(new float[] {1, -0.5f}, got.vectors().getFirst());
        assertEquals(0, got.vectors().getLast().length);
    }

    @Test
    void seesThatAFrameIsCutOff() throws IOException {
        byte[] whole = bytes(new FromWorker.Text(1, "text")::writeTo);
        assertThrows(EOFException.class, () -> FromWorker.readFrom(in(Arrays.copyOf(whole, whole.length - 1))));
    }

    @Test
    void refusesWhatIsNoFrame() {
        byte[] printed = "Extracted 'libjllama.so' to '/tmp'".getBytes(StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> FromWorker.readFrom(in(printed)));
        assertThrows(IOException.class, () -> FromWorker.readFrom(in(new byte[] {0, 0, 0, 1, 'z'})));
        assertThrows(IOException.class, () -> ToWorker.readFrom(in(new byte[] {0, 0, 0, 0})));
    }
}
