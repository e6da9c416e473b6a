package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.engine.EngineBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What programs say when they are tried; scripts say it in place of builds that this machine does not have.
class LlamaServerTrialTest {
    @TempDir
    Path folder;

    private EngineBuild tried(String script) throws IOException {
        Path program = folder.resolve("llama-server");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new LlamaServerTrial(Map.of("PATH", "/usr/bin:/bin", "LLAMA_ARG_MODEL", "x"), Duration.ofSeconds(2))
                .of(program);
    }

    private String refused(String script) {
        var problem =
                assertThrows(ApplianceException.class, () -> tried(script)).problem();
        assertEquals("ENGINES_DOES_NOT_START", problem.code().id());
        return problem.why();
    }

    @Test
    void aReleaseIsKnownByItsBuildAndItsDevices() throws IOException {
        assertEquals(
                new EngineBuild("b11194", List.of("Vulkan0: NVIDIA H200 (143771 MiB, 143000 MiB free)")), tried("""
                        case $1 in
                        --version) echo 'version: 0.5.0 (build 11194, commit 9f70b2c)'; echo 'built with GNU' ;;
                        --list-devices) echo 'Available devices:'
                          echo '  Vulkan0: NVIDIA H200 (143771 MiB, 143000 MiB free)' ;;
                        esac
                        """));
    }

    @Test
    void olderOnesSayItOtherwiseAndToStandardError() throws IOException {
        assertEquals(
                new EngineBuild("b6840", List.of()),
                tried("[ $1 = --version ] && echo 'version: 6840 (abcdef0)' >&2 || exit 1\n"));
    }

    @Test
    void aCopyWithoutHistoryIsKnownByItsCommit() throws IOException {
        assertEquals(
                "0.5.0-dev-0c1e570",
                tried("echo 'version: 0.5.0-dev (build 1, commit 0c1e570)'\n").version());
    }

    @Test
    void itIsToldWhyOneDoesNotStart() {
        assertEquals(
                "It ended with exit status 1 and said:\nllama-server: /lib/libc.so.6: version `GLIBC_2.38' not found.",
                refused("echo \"llama-server: /lib/libc.so.6: version \\`GLIBC_2.38' not found\" >&2; exit 1\n"));
        assertEquals("It ended with exit status 3 and said nothing.", refused("exit 3\n"));
        assertEquals("It ended with exit status 0 and said:\nhello.", refused("echo hello\n"));
        assertEquals("It did not end within 2 s when asked for --version.", refused("exec sleep 30\n"));
    }

    @Test
    void aProgramOfAnotherProcessorIsRefused() throws IOException {
        // The beginning of a program for arm64: the kernel refuses it, and a shell takes it for a script.
        Path program = folder.resolve("other");
        Files.write(program, HexFormat.of().parseHex("7f454c460201010000000000000000000200b700"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        var problem = assertThrows(ApplianceException.class, () -> new LlamaServerTrial(Map.of()).of(program))
                .problem();

        assertEquals("ENGINES_DOES_NOT_START", problem.code().id());
    }

    @Test
    void itIsRunWithoutWhatWouldBeAnOrderToIt() throws IOException {
        assertEquals(
                "b6840",
                tried("[ -z \"$LLAMA_ARG_MODEL\" ] && echo 'version: 6840 (abcdef0)'\n")
                        .version());
    }
}
