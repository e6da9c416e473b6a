package io.aiplat.inference.embedded.worker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Message framing between appliance and worker: four bytes of length, big-endian, then as many bytes.
///
/// `DataOutput.writeUTF` is not used because it ends at 65535 bytes.
final class WorkerFraming {
    /// No prompt that is sent and no vectors that fit a worker's heap are longer; more is a sign that something
    /// else was written into the pipe.
    static final int LONGEST_FRAME = 64 << 20;

    private WorkerFraming() {}

    /// What writes the inside of a frame.
    @FunctionalInterface
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /// Writes a frame and flushes it.
    static void write(DataOutputStream out, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    /// Reads a whole frame.
    ///
    /// @throws java.io.EOFException if the other side is gone
    /// @throws IOException          if the length makes no sense
    static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > LONGEST_FRAME) {
            throw new IOException("a frame of " + length + " bytes");
        }
        // In pieces: nothing is allocated for bytes that do not come.
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException();
        }
        return frame;
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    static List<String> texts(DataInputStream in) throws IOException {
        int size = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(text(in));
        }
        return texts;
    }
}
