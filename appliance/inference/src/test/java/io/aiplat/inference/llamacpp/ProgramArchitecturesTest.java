package io.aiplat.inference.llamacpp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramArchitecturesTest {
    @TempDir
    Path folder;

    private final ProgramArchitectures architectures = new ProgramArchitectures();

    /// As a linker leaves names: one after the other, a shorter one as the end of a longer one.
    private Path program(String name, String... names) throws IOException {
        String text = "ELF" + "x".repeat((1 << 20) - 8) + String.join("\0", names) + "\0and more";
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aNameThatIsNowhereInTheProgramIsUnknownToIt() throws IOException {
        Path program = program("llama-server", "llama", "command-r", "deepseek2", "qwen3");
        assertFalse(architectures.isUnknown(program, "qwen3"));
        assertFalse(architectures.isUnknown(program, "llama"));
        assertTrue(architectures.isUnknown(program, "qwen9"));
        assertTrue(architectures.isUnknown(program, "qwen"), "it is the begin of one and none itself");
    }

    @Test
    void theNamesMayBeInTheLibraryBesideIt() throws IOException {
        Path program = program("llama-server", "usage");
        program("libllama.so", "command-r", "deepseek2", "qwen3");
        assertFalse(architectures.isUnknown(program, "qwen3"));
        assertTrue(architectures.isUnknown(program, "qwen9"));
    }

    @Test
    void ofWhatHasNoSuchNamesNothingIsSaid() throws IOException {
        assertFalse(architectures.isUnknown(program("llama-server", "usage"), "qwen9"));
        assertFalse(architectures.isUnknown(folder.resolve("nowhere"), "qwen9"));
    }

    @Test
    void aProgramThatWasExchangedIsReadAgain() throws IOException {
        Path program = program("llama-server", "command-r", "deepseek2");
        assertTrue(architectures.isUnknown(program, "qwen9"));
        program("llama-server", "command-r", "deepseek2", "qwen9");
        Files.setLastModifiedTime(program, FileTime.from(Instant.now().plusSeconds(9)));
        assertFalse(architectures.isUnknown(program, "qwen9"));
    }

    /// The one of this machine, which [LlamaServerFixture] asks for.
    @Test
    void aRealOneKnowsWhatEverybodyKnowsAndNotWhatNobodyDoes() {
        Path real = LlamaServerFixture.command(folder).program().get();
        List.of("llama", "qwen2", "qwen3", "gemma3", "phi3", "gpt-oss", "bert")
                .forEach(name -> assertFalse(architectures.isUnknown(real, name), name));
        assertTrue(architectures.isUnknown(real, "llamb"));
    }
}
