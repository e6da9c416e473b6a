package io.aiplat.quality.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reader of the wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/): one message,
/// field
/// after field. Nothing is copied but texts. For one thread.
final class ProtobufReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wire;

    ProtobufReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// The number of the next field, whose value is to be read or skipped now; 0 where there is none.
    ///
    /// @throws MalformedOtlp if there is something, and it is no field
    int next() {
        if (at >= end) {
            return 0;
        }
        long tag = varint();
        long number = tag >>> 3;
        if (number == 0 || number > 0x1fff_ffff) {
            throw new MalformedOtlp("It is not Protocol Buffers: a field has the number " + number + ".");
        }
        wire = (int) tag & 7;
        return (int) number;
    }

    private void expect(int type) {
        if (wire != type) {
            throw new MalformedOtlp("A field has the wire type " + wire + " where OTLP has " + type + ".");
        }
    }

    /// A whole number or a flag.
    long number() {
        expect(VARINT);
        return varint();
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[need(1)];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedOtlp("It is not Protocol Buffers: a number has more than ten bytes.");
    }

    /// Eight bytes as a number.
    long fixed() {
        expect(FIXED64);
        return (long) LONG.get(bytes, need(8));
    }

    /// Eight bytes as a number with a fraction.
    double real() {
        return Double.longBitsToDouble(fixed());
    }

    /// A message inside of this one.
    ProtobufReader message() {
        int length = length();
        int from = need(length);
        return new ProtobufReader(bytes, from, from + length);
    }

    /// A text.
    String text() {
        int length = length();
        return new String(bytes, need(length), length, StandardCharsets.UTF_8);
    }

    /// Bytes, copied.
    byte[] bytes() {
        int length = length();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, need(length), copy, 0, length);
        return copy;
    }

    private int length() {
        expect(LENGTH);
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new MalformedOtlp("It ends too early: a field of " + length + " bytes has " + (end - at) + ".");
        }
        return (int) length;
    }

    /// Passes over a field that means nothing here.
    void skip() {
        switch (wire) {
            case VARINT -> varint();
            case FIXED64 -> need(8);
            case LENGTH -> need(length());
            case FIXED32 -> need(4);
            default -> throw new MalformedOtlp("It is not Protocol Buffers: there is no wire type " + wire + ".");
        }
    }

    /// Goes on by so many bytes.
    ///
    /// @return where they begin
    private int need(int count) {
        if (count > end - at) {
            throw new MalformedOtlp("It ends too early.");
        }
        int from = at;
        at += count;
        return from;
    }
}
