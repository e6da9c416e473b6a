package io.aiplat.inference.embedded.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
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

class WorkerFramingTest {
    private static byte[] bytes(WorkerFraming.Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void bringsAcrossWhatTheApplianceSays() throws IOException {
        List<WorkerRequest> frames = List.of(
                new WorkerRequest.Load("/models/ö.gguf", 2048, 1, WorkerRequest.Use.EMBED_LAST, 1, true),
                new WorkerRequest.Chat(
                        7,
                        new WorkerRequest.Prompt.Turns("[]"),
                        20,
                        Map.of("temperature", 0.5),
                        List.of("<|end|>", "\ud83d\ude00"),
                        new AnswerFormat.Text()),
                new WorkerRequest.Chat(
                        8,
                        new WorkerRequest.Prompt.Raw("x".repeat(100_000)),
                        1,
                        Map.of(),
                        List.of(),
                        new AnswerFormat.Json()),
                new WorkerRequest.Chat(
                        9,
                        new WorkerRequest.Prompt.Turns(""),
                        1,
                        Map.of(),
                        List.of(),
                        new AnswerFormat.JsonSchema("{}")),
                new WorkerRequest.Count(11, new WorkerRequest.Prompt.Raw("a")),
                new WorkerRequest.Embed(10, List.of("", "two")),
                new WorkerRequest.Cancel(10));
        for (WorkerRequest frame : frames) {
            assertEquals(frame, WorkerRequest.readFrom(in(bytes(frame::writeTo))));
        }
    }

    @Test
    void bringsAcrossWhatTheWorkerSays() throws IOException {
        List<WorkerResponse> frames = List.of(
                new WorkerResponse.Loaded(),
                new WorkerResponse.Text(1, "zwölf \ud83d\ude00"),
                new WorkerResponse.Finished(1, FinishReason.LENGTH, 8, 3),
                new WorkerResponse.Refused(1, RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, "messages", "too long"),
                new WorkerResponse.Counted(1, 8),
                new WorkerResponse.Failed(0, "no"));
        for (WorkerResponse frame : frames) {
            assertEquals(frame, WorkerResponse.readFrom(in(bytes(frame::writeTo))));
        }
    }

    @Test
    void bringsVectorsAcross() throws IOException {
        WorkerResponse.Vectors sent = new WorkerResponse.Vectors(3, List.of(new float[] {1, -0.5f}, new float[0]), 12);
        WorkerResponse.Vectors got =
                assertInstanceOf(WorkerResponse.Vectors.class, WorkerResponse.readFrom(in(bytes(sent::writeTo))));
        assertEquals(12, got.inputTokens());
        assertArrayEquals(new float[] {1, -0.5f}, got.vectors().getFirst());
        assertEquals(0, got.vectors().getLast().length);
    }

    @Test
    void seesThatAFrameIsCutOff() throws IOException {
        byte[] whole = bytes(new WorkerResponse.Text(1, "text")::writeTo);
        assertThrows(EOFException.class, () -> WorkerResponse.readFrom(in(Arrays.copyOf(whole, whole.length - 1))));
    }

    @Test
    void refusesWhatIsNoFrame() {
        byte[] printed = "Extracted 'libjllama.so' to '/tmp'".getBytes(StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> WorkerResponse.readFrom(in(printed)));
        assertThrows(IOException.class, () -> WorkerResponse.readFrom(in(new byte[] {0, 0, 0, 1, 'z'})));
        assertThrows(IOException.class, () -> WorkerRequest.readFrom(in(new byte[] {0, 0, 0, 0})));
    }
}
