package io.aiplat.wire.json;

/// Bytes that are no JSON document, or not the kind of document that was asked for.
public final class MalformedJson extends Exception {
    private final int offset;
    private final String expected;

    /// Says where and what.
    ///
    /// @param offset   of the byte that is wrong, from 0; the length of the document if it ends too early
    /// @param expected what should have been there, in a few words
    public MalformedJson(int offset, String expected) {
        super("at byte " + offset + ": expected " + expected);
        this.offset = offset;
        this.expected = expected;
    }

    /// Where the first wrong byte is, from 0.
    public int offset() {
        return offset;
    }

    /// What should have been there.
    public String expected() {
        return expected;
    }
}
