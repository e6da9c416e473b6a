package io.aiplat.supply.engine;

import io.aiplat.model.Problem;
import java.util.List;

/// One problem of each kind that engine packages can have.
public final class EngineProblemSamples {
    private EngineProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                EngineProblems.nameUnknown("ollama"),
                EngineProblems.notInstalled("b6840-cpu", "b11194-cpu, b11194-vulkan"),
                EngineProblems.noRelease("llamacpp for metal", "linux/amd64", "b11194-cpu"),
                EngineProblems.checksumWanted("https://example.com/llama.tar.gz"),
                EngineProblems.notFetched("https://example.com/llama.tar.gz", "example.com answers with status 404."),
                EngineProblems.interrupted("llamacpp b11194-cpu"),
                EngineProblems.checksumWrong("llama-b11194-bin-ubuntu-x64.tar.gz", "2b9b", "0000"),
                EngineProblems.notAPackage("/data/llama.tar.gz", "It has a file that leads out of it: ../../.bashrc."),
                EngineProblems.doesNotStart(
                        "/data/llama-server",
                        "It ended with exit status 1 and said:\n/data/llama-server: version `GLIBC_2.38' not"
                                + " found."),
                EngineProblems.inUse("b11194-cpu", "4711"),
                EngineProblems.notStored("b11194-cpu", "FileSystemException: /data: Read-only file system."),
                EngineProblems.diskShort("llama-b11194-bin-ubuntu-x64.tar.gz", 200L << 20, 20L << 20));
    }
}
