package io.aiplat.inference.embedded.worker;

import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Response of a worker, as a message to the appliance; see [WorkerRequest] for what answers what.
public sealed interface WorkerResponse {
    /// The model is in memory.
    record Loaded() implements WorkerResponse {}

    /// More of the answer.
    ///
    /// @param id number of the request
    record Text(int id, String text) implements WorkerResponse {}

    /// The answer is over.
    ///
    /// @param id number of the request
    record Finished(int id, FinishReason reason, int inputTokens, int outputTokens) implements WorkerResponse {}

    /// The prompt's tokens.
    ///
    /// @param id number of the request
    record Counted(int id, int tokens) implements WorkerResponse {}

    /// The next of the vectors asked for, and the tokens of their texts.
    ///
    /// @param id          number of the request
    /// @param vectors     in the order of the texts, all of one length
    /// @param inputTokens of all texts together
    record Vectors(int id, List<float[]> vectors, int inputTokens) implements WorkerResponse {}

    /// The request cannot be served as asked.
    ///
    /// @param id        number of the request
    /// @param parameter the field at fault, or empty
    /// @param message   for the client
    record Refused(int id, RequestRefused.Kind kind, String parameter, String message) implements WorkerResponse {}

    /// llama.cpp refused.
    ///
    /// @param id the request, or 0 for loading
    record Failed(int id, String message) implements WorkerResponse {}

    /// The process is gone. Never written: the appliance says it to itself.
    record Gone() implements WorkerResponse {}

    /// Writes this as one frame.
    default void writeTo(DataOutputStream out) throws IOException {
        WorkerFraming.write(out, this::body);
    }

    private void body(DataOutputStream out) throws IOException {
        switch (this) {
            case Loaded() -> out.writeByte('L');
            case Text(int id, String text) -> {
                out.writeByte('T');
                out.writeInt(id);
                WorkerFraming.text(out, text);
            }
            case Finished(int id, FinishReason reason, int inputTokens, int outputTokens) -> {
                out.writeByte('F');
                out.writeInt(id);
                WorkerFraming.text(out, reason.name());
                out.writeInt(inputTokens);
                out.writeInt(outputTokens);
            }
            case Counted(int id, int tokens) -> {
                out.writeByte('N');
                out.writeInt(id);
                out.writeInt(tokens);
            }
            case Vectors vectors -> vectors(out, vectors);
            case Refused(int id, RequestRefused.Kind kind, String parameter, String message) -> {
                out.writeByte('R');
                out.writeInt(id);
                WorkerFraming.text(out, kind.name());
                WorkerFraming.text(out, parameter);
                WorkerFraming.text(out, message);
            }
            case Failed(int id, String message) -> {
                out.writeByte('!');
                out.writeInt(id);
                WorkerFraming.text(out, message);
            }
            case Gone() -> throw new IllegalStateException("a worker cannot say that it is gone");
        }
    }

    private static void vectors(DataOutputStream out, Vectors vectors) throws IOException {
        out.writeByte('V');
        out.writeInt(vectors.id);
        out.writeInt(vectors.inputTokens);
        out.writeInt(vectors.vectors.size());
        for (float[] vector : vectors.vectors) {
            out.writeInt(vector.length);
            for (float number : vector) {
                out.writeFloat(number);
            }
        }
    }

    /// Reads one frame.
    ///
    /// @throws java.io.EOFException if the worker is gone
    /// @throws IOException          if it is none of ours
    static WorkerResponse readFrom(DataInputStream in) throws IOException {
        DataInputStream body = new DataInputStream(new ByteArrayInputStream(WorkerFraming.read(in)));
        byte kind = body.readByte();
        return switch (kind) {
            case 'L' -> new Loaded();
            case 'T' -> new Text(body.readInt(), WorkerFraming.text(body));
            case 'F' ->
                new Finished(
                        body.readInt(), FinishReason.valueOf(WorkerFraming.text(body)), body.readInt(), body.readInt());
            case 'N' -> new Counted(body.readInt(), body.readInt());
            case 'V' -> vectors(body);
            case 'R' ->
                new Refused(
                        body.readInt(),
                        RequestRefused.Kind.valueOf(WorkerFraming.text(body)),
                        WorkerFraming.text(body),
                        WorkerFraming.text(body));
            case '!' -> new Failed(body.readInt(), WorkerFraming.text(body));
            default -> throw new IOException("a frame of kind " + kind);
        };
    }

    private static Vectors vectors(DataInputStream in) throws IOException {
        int id = in.readInt();
        int inputTokens = in.readInt();
        int size = in.readInt();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int length = in.readInt();
            if (length < 0 || length > in.available() / Float.BYTES) {
                throw new IOException("a vector of " + length + " numbers");
            }
            float[] vector = new float[length];
            for (int n = 0; n < vector.length; n++) {
                vector[n] = in.readFloat();
            }
            vectors.add(vector);
        }
        return new Vectors(id, vectors, inputTokens);
    }
}
