package io.aiplat.models.embedded;

import io.aiplat.models.ChatPart.FinishReason;
import io.aiplat.models.RequestRefused;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a worker says to the appliance; see [ToWorker] for what answers what.
sealed interface FromWorker {
    /// The model is in memory.
    record Loaded() implements FromWorker {}

    /// More of the answer.
    record Text(int id, String text) implements FromWorker {}

    /// The answer is over.
    record Finished(int id, FinishReason reason, int inputTokens, int outputTokens) implements FromWorker {}

    /// The prompt's tokens.
    record Counted(int id, int tokens) implements FromWorker {}

    /// The vectors asked for.
    record Vectors(int id, List<float[]> vectors, int inputTokens) implements FromWorker {}

    /// The request cannot be served as asked.
    ///
    /// @param parameter the field at fault, or empty
    record Refused(int id, RequestRefused.Kind kind, String parameter, String message) implements FromWorker {}

    /// llama.cpp refused.
    ///
    /// @param id the request, or 0 for loading
    record Failed(int id, String message) implements FromWorker {}

    /// The process is gone. Never written: the appliance says it to itself.
    record Gone() implements FromWorker {}

    /// Writes this as one frame.
    default void writeTo(DataOutputStream out) throws IOException {
        Wire.write(out, this::body);
    }

    private void body(DataOutputStream out) throws IOException {
        switch (this) {
            case Loaded() -> out.writeByte('L');
            case Text(int id, String text) -> {
                out.writeByte('T');
                out.writeInt(id);
                Wire.text(out, text);
            }
            case Finished(int id, FinishReason reason, int inputTokens, int outputTokens) -> {
                out.writeByte('F');
                out.writeInt(id);
                Wire.text(out, reason.name());
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
                Wire.text(out, kind.name());
                Wire.text(out, parameter);
                Wire.text(out, message);
            }
            case Failed(int id, String message) -> {
                out.writeByte('!');
                out.writeInt(id);
                Wire.text(out, message);
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
    static FromWorker readFrom(DataInputStream in) throws IOException {
        DataInputStream body = new DataInputStream(new ByteArrayInputStream(Wire.read(in)));
        byte kind = body.readByte();
        return switch (kind) {
            case 'L' -> new Loaded();
            case 'T' -> new Text(body.readInt(), Wire.text(body));
            case 'F' ->
                new Finished(body.readInt(), FinishReason.valueOf(Wire.text(body)), body.readInt(), body.readInt());
            case 'N' -> new Counted(body.readInt(), body.readInt());
            case 'V' -> vectors(body);
            case 'R' ->
                new Refused(
                        body.readInt(), RequestRefused.Kind.valueOf(Wire.text(body)), Wire.text(body), Wire.text(body));
            case '!' -> new Failed(body.readInt(), Wire.text(body));
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
