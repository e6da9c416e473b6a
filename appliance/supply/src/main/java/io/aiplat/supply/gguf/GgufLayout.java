package io.aiplat.supply.gguf;

import java.util.ArrayList;
import java.util.List;

/// Layout of a GGUF file: where its entries and tensors are. It is filled in while the file is read, and is whole only
/// if that succeeds.
final class GgufLayout {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private int version;
    private long alignment;
    private long weights;

    /// An entry of the metadata.
    ///
    /// @param begin where its key begins in the file
    /// @param end   behind its value
    record Entry(String key, long begin, long end) {}

    /// A tensor.
    ///
    /// @param begin  where its name begins in the file
    /// @param front  behind its name, dimensions and type, where its offset is written
    /// @param offset of its numbers, from where the weights begin
    /// @param bytes  of its numbers
    record Tensor(long begin, long front, long offset, long bytes) {}

    void entry(String key, long begin, long end) {
        entries.add(new Entry(key, begin, end));
    }

    void tensor(long begin, long front, long offset, long bytes) {
        tensors.add(new Tensor(begin, front, offset, bytes));
    }

    void weightsAt(int format, long aligned, long begin) {
        version = format;
        alignment = aligned;
        weights = begin;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Tensor> tensors() {
        return tensors;
    }

    /// Of the format.
    int version() {
        return version;
    }

    /// Bytes of which the begin of each tensor is a multiple, from where the weights begin.
    long alignment() {
        return alignment;
    }

    /// Where the weights begin in the file.
    long weights() {
        return weights;
    }
}
