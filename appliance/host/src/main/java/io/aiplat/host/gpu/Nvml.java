package io.aiplat.host.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// NVIDIA Management Library, loaded into this process and called through the Foreign Function and Memory API. All its
/// functions return a code and take pointers and numbers of 32 bits, which is all that is needed here.
///
/// Names and layouts are those of NVIDIA's public `nvml.h`, API version 11 (NVIDIA/go-nvml, `gen/nvml/nvml.h`), which
/// later versions keep: what changes gets a new name with a suffix such as `_v3`.
@SuppressWarnings("restricted") // what is loaded may crash this process, which is there for nothing else
final class Nvml {
    /// Codes of `nvmlReturn_t`.
    static final int SUCCESS = 0;

    static final int NOT_SUPPORTED = 3;
    static final int INSUFFICIENT_SIZE = 7;
    static final int FUNCTION_NOT_FOUND = 13;

    private final SymbolLookup library;
    private final Linker linker = Linker.nativeLinker();
    private final Map<String, Optional<MethodHandle>> handles = new HashMap<>();

    /// Loads it; it stays loaded as long as this process lives.
    ///
    /// @throws IllegalArgumentException if it cannot be loaded
    Nvml(Path file) {
        library = SymbolLookup.libraryLookup(file, Arena.global());
    }

    /// Calls a function.
    ///
    /// @param arguments each a [MemorySegment] (a pointer) or an [Integer]
    /// @return its code; [#FUNCTION_NOT_FOUND] where the library is too old to have it
    int call(String function, Object... arguments) {
        Optional<MethodHandle> handle = handles.computeIfAbsent(function, name -> find(name, arguments));
        if (handle.isEmpty()) {
            return FUNCTION_NOT_FOUND;
        }
        try {
            return (int) handle.get().invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + function + " failed", e);
        }
    }

    private Optional<MethodHandle> find(String function, Object... arguments) {
        MemoryLayout[] layouts = Arrays.stream(arguments)
                .map(argument -> argument instanceof MemorySegment ? ValueLayout.ADDRESS : ValueLayout.JAVA_INT)
                .toArray(MemoryLayout[]::new);
        return library.find(function)
                .map(symbol -> linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts)));
    }

    /// What the library calls a code, such as `GPU is lost`.
    String error(int code) {
        Optional<MethodHandle> words = library.find("nvmlErrorString")
                .map(symbol -> linker.downcallHandle(
                        symbol, FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT)));
        if (words.isEmpty()) {
            return "NVML code " + code;
        }
        try {
            MemorySegment text = (MemorySegment) words.get().invokeWithArguments(code);
            return text.reinterpret(Integer.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
        } catch (Throwable e) {
            throw new IllegalStateException("calling nvmlErrorString failed", e);
        }
    }
}
