package io.aiplat.models.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaHostTest {
    @TempDir
    Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String code(Problem problem) {
        return problem == null ? "none" : problem.code().id();
    }

    @Test
    void findsNothingMissingOnAModernMachine() throws IOException {
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse avx avx2 bmi2 f16c fma\n");
        write("proc/meminfo", "MemTotal: 8 kB\nMemAvailable:    2048 kB\n");
        write("usr/lib/x86_64-linux-gnu/libgomp.so.1", "");
        LlamaHost host = LlamaHost.look(root, "amd64");
        assertNull(host.problem());
        assertEquals(2048 * 1024, host.memoryFree().getAsLong());
    }

    @Test
    void missesAvx2() throws IOException {
        write("proc/cpuinfo", "flags : fpu sse avx\n");
        write("usr/lib64/libgomp.so.1", "");
        assertEquals(
                "MODELS_PROCESSOR_TOO_OLD", code(LlamaHost.look(root, "amd64").problem()));
        assertEquals("none", code(LlamaHost.look(root, "arm64").problem()));
    }

    @Test
    void missesLibgomp() throws IOException {
        write("proc/cpuinfo", "flags : avx2 bmi2 f16c fma\n");
        assertEquals(
                "MODELS_LIBGOMP_MISSING", code(LlamaHost.look(root, "amd64").problem()));
        write("etc/ld.so.cache", "\0libgomp.so.1\0/opt/gcc/libgomp.so.1");
        assertEquals("none", code(LlamaHost.look(root, "amd64").problem()));
    }
}
