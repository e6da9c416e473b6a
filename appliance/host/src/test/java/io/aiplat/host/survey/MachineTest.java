package io.aiplat.host.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    Path root;

    @BeforeEach
    void isALinux() throws IOException {
        write("proc/version", "Linux version 6.1.0\n");
    }

    private Machine machine(Map<String, String> environment) {
        return new Machine(environment, root);
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    @Test
    void saysWhatItsProcessorCanDo() throws IOException {
        assertEquals(List.of(), machine(Map.of()).cpuFeatures());
        write("proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse avx2\n\nprocessor : 1\nflags\t\t: fpu\n");
        assertEquals(List.of("fpu", "sse", "avx2"), machine(Map.of()).cpuFeatures());
    }

    @Test
    void findsALibraryInTheLinkersCache() throws IOException {
        assertFalse(machine(Map.of()).libgomp());
        write("etc/ld.so.cache", "\0libgomp.so.1\0/opt/gcc/libgomp.so.1");
        assertTrue(machine(Map.of()).libgomp());
    }

    @Test
    void findsALibraryWhereThePersonSays() throws IOException {
        String folder = write("opt/gcc/libgomp.so.1", "").getParent().toString();
        assertTrue(machine(Map.of("LD_LIBRARY_PATH", "/nowhere:" + folder)).libgomp());
    }

    @Test
    void findsALibraryWhereThereIsNoCache() throws IOException {
        write("usr/lib/libgomp.so.1", "");
        assertTrue(machine(Map.of()).libgomp());
    }
}
