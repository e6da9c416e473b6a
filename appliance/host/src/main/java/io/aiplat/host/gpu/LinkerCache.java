package io.aiplat.host.gpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The dynamic linker's cache of libraries, `/etc/ld.so.cache`, as glibc writes it: format
/// `glibc-ld.so.cache1.1` (glibc, sysdeps/generic/dl-cache.h), which may follow the older format in the same file.
final class LinkerCache {
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER_BYTES = 48;
    private static final int ENTRY_BYTES = 24;

    /// Bits of an entry's flags that say for which machine the library is.
    private static final int MACHINE = 0xff00;

    private static final int X86_64 = 0x0300;
    private static final int AARCH64 = 0x0a00;

    /// A library of this machine's word length.
    ///
    /// @param soname as programs ask for it
    /// @param file   absolute path
    record Entry(String soname, String file) {}

    private LinkerCache() {}

    /// What is in the cache; nothing where there is none (musl, NixOS) or it cannot be read.
    ///
    /// @param root where it is found, `/`
    static List<Entry> read(Path root) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(root.resolve("etc/ld.so.cache"));
        } catch (IOException _) {
            return List.of();
        }
        int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MAGIC);
        if (start < 0 || start + HEADER_BYTES > bytes.length) {
            return List.of();
        }
        ByteBuffer cache = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
        cache.order(ByteOrder.nativeOrder());
        int number = cache.getInt(MAGIC.length());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < number && HEADER_BYTES + (i + 1) * ENTRY_BYTES <= cache.limit(); i++) {
            int at = HEADER_BYTES + i * ENTRY_BYTES;
            int machine = cache.getInt(at) & MACHINE;
            if (machine == X86_64 || machine == AARCH64) {
                entries.add(new Entry(string(cache, cache.getInt(at + 4)), string(cache, cache.getInt(at + 8))));
            }
        }
        return entries;
    }

    private static String string(ByteBuffer cache, int start) {
        int end = start;
        while (start >= 0 && end < cache.limit() && cache.get(end) != 0) {
            end++;
        }
        if (start < 0 || end <= start) {
            return "";
        }
        byte[] text = new byte[end - start];
        cache.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
