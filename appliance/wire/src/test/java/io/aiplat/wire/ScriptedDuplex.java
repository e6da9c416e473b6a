package io.aiplat.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A peer whose bytes are known beforehand, in the pieces in which they arrive; ends after the last.
public final class ScriptedDuplex implements Duplex {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();
    private int used;
    private boolean closed;

    public ScriptedDuplex(String... pieces) {
        for (String piece : pieces) {
            this.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Cuts bytes into pieces of one size.
    public static ScriptedDuplex inPieces(String bytes, int size) {
        ScriptedDuplex duplex = new ScriptedDuplex();
        for (int at = 0; at < bytes.length(); at += size) {
            String piece = bytes.substring(at, Math.min(bytes.length(), at + size));
            duplex.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
        }
        return duplex;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        byte[] piece = pieces.peek();
        if (piece == null) {
            return -1;
        }
        int count = Math.min(length, piece.length - used);
        System.arraycopy(piece, used, into, offset, count);
        used += count;
        if (used == piece.length) {
            pieces.poll();
            used = 0;
        }
        return count;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        writes.add(new String(from, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        closed = true;
    }

    /// What was written, one text for each call.
    public List<String> writes() {
        return writes;
    }

    /// What was written, together.
    public String written() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        writes.forEach(write -> all.writeBytes(write.getBytes(StandardCharsets.ISO_8859_1)));
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    public boolean closed() {
        return closed;
    }
}
