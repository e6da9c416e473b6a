package io.aiplat.host.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Query of everything that is wanted from NVML, written as [NvidiaAnswerText]. Each figure is asked for by itself:
/// what
/// one card has another has not (a GB10 has no memory of its own, a Jetson no power), and that is no error.
final class NvmlQuery {
    /// Large enough for every text: `NVML_DEVICE_UUID_V2_BUFFER_SIZE` and `NVML_DEVICE_NAME_V2_BUFFER_SIZE` are 96.
    private static final int TEXT = 96;

    /// `nvmlPciInfo_t`: 16 characters, five numbers, then `busId` of 32 characters.
    private static final int PCI_BYTES = 68;

    private static final int PCI_BUS_ID_AT = 36;

    /// `nvmlProcessInfo_t` of `_v2` and `_v3`: number, gap, bytes, two numbers for MIG.
    private static final int PROCESS_BYTES = 24;

    /// `nvmlProcessInfo_v1_t`, in the functions without suffix: number, gap, bytes.
    private static final int PROCESS_BYTES_V1 = 16;

    /// `nvmlMemory_v2_t`: version, gap, total, reserved, free, used. The version has the size in its low bytes.
    private static final int MEMORY_V2_BYTES = 40;

    private static final int MEMORY_V2 = MEMORY_V2_BYTES | 2 << 24;

    private static final int MOST_PROCESSES = 4096;
    private static final int TEMPERATURE_OF_CHIP = 0;

    private final Nvml nvml;
    private final StringBuilder text = new StringBuilder();

    private NvmlQuery(Nvml nvml) {
        this.nvml = nvml;
    }

    /// Asks; the library has been initialised.
    static String answer(Nvml nvml) {
        NvmlQuery query = new NvmlQuery(nvml);
        try (Arena arena = Arena.ofConfined()) {
            query.driver(arena);
            query.cards(arena);
        }
        return query.text.toString();
    }

    private void driver(Arena arena) {
        MemorySegment version = arena.allocate(TEXT);
        put("driver", nvml.call("nvmlSystemGetDriverVersion", version, TEXT), () -> string(version));
        MemorySegment cuda = arena.allocate(JAVA_INT);
        int code = nvml.call("nvmlSystemGetCudaDriverVersion_v2", cuda);
        if (code == Nvml.FUNCTION_NOT_FOUND) {
            code = nvml.call("nvmlSystemGetCudaDriverVersion", cuda);
        }
        put("cuda", code, () -> cuda.get(JAVA_INT, 0));
    }

    private void cards(Arena arena) {
        MemorySegment number = arena.allocate(JAVA_INT);
        int code = nvml.call("nvmlDeviceGetCount_v2", number);
        if (code != Nvml.SUCCESS) {
            put("cards", code, () -> "");
            return;
        }
        for (int i = 0; i < number.get(JAVA_INT, 0); i++) {
            text.append("[gpu]\n").append(NvidiaAnswerText.line("index", i));
            MemorySegment handle = arena.allocate(ADDRESS);
            int found = nvml.call("nvmlDeviceGetHandleByIndex_v2", i, handle);
            if (found == Nvml.SUCCESS) {
                card(arena, handle.get(ADDRESS, 0));
            } else {
                text.append(NvidiaAnswerText.line("fault", nvml.error(found)));
            }
        }
    }

    private void card(Arena arena, MemorySegment card) {
        figures(arena, card);
        MemorySegment pci = arena.allocate(PCI_BYTES, JAVA_INT.byteAlignment());
        put("bus", nvml.call("nvmlDeviceGetPciInfo_v3", card, pci), () -> string(pci.asSlice(PCI_BUS_ID_AT)));
        MemorySegment major = arena.allocate(JAVA_INT);
        MemorySegment minor = arena.allocate(JAVA_INT);
        put(
                "compute",
                nvml.call("nvmlDeviceGetCudaComputeCapability", card, major, minor),
                () -> major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0));
        MemorySegment rates = arena.allocate(JAVA_INT, 2);
        put("utilization", nvml.call("nvmlDeviceGetUtilizationRates", card, rates), () -> rates.get(JAVA_INT, 0));
        MemorySegment figure = arena.allocate(JAVA_INT);
        put(
                "temperature",
                nvml.call("nvmlDeviceGetTemperature", card, TEMPERATURE_OF_CHIP, figure),
                () -> figure.get(JAVA_INT, 0));
        put("power", nvml.call("nvmlDeviceGetPowerUsage", card, figure), () -> figure.get(JAVA_INT, 0));
        MemorySegment pending = arena.allocate(JAVA_INT);
        int mig = nvml.call("nvmlDeviceGetMigMode", card, figure, pending);
        put("mig", mig, () -> figure.get(JAVA_INT, 0) == 1 ? "on" : "off");
        if (mig == Nvml.SUCCESS && figure.get(JAVA_INT, 0) == 1) {
            instances(arena, card);
        }
    }

    private void instances(Arena arena, MemorySegment card) {
        MemorySegment most = arena.allocate(JAVA_INT);
        if (nvml.call("nvmlDeviceGetMaxMigDeviceCount", card, most) != Nvml.SUCCESS) {
            return;
        }
        for (int i = 0; i < most.get(JAVA_INT, 0); i++) {
            MemorySegment handle = arena.allocate(ADDRESS);
            // Places that hold no instance are "not found"; the others follow all the same.
            if (nvml.call("nvmlDeviceGetMigDeviceHandleByIndex", card, i, handle) == Nvml.SUCCESS) {
                text.append("[mig]\n");
                figures(arena, handle.get(ADDRESS, 0));
            }
        }
    }

    /// What a card and an instance both have.
    private void figures(Arena arena, MemorySegment device) {
        MemorySegment words = arena.allocate(TEXT);
        put("name", nvml.call("nvmlDeviceGetName", device, words, TEXT), () -> string(words));
        put("uuid", nvml.call("nvmlDeviceGetUUID", device, words, TEXT), () -> string(words));
        memory(arena, device);
        processes(arena, device);
    }

    private void memory(Arena arena, MemorySegment device) {
        MemorySegment memory = arena.allocate(MEMORY_V2_BYTES, JAVA_LONG.byteAlignment());
        memory.set(JAVA_INT, 0, MEMORY_V2);
        int code = nvml.call("nvmlDeviceGetMemoryInfo_v2", device, memory);
        if (code == Nvml.SUCCESS) {
            memory(memory.get(JAVA_LONG, 8), memory.get(JAVA_LONG, 32), memory.get(JAVA_LONG, 24));
            return;
        }
        code = nvml.call("nvmlDeviceGetMemoryInfo", device, memory);
        if (code == Nvml.SUCCESS) {
            memory(memory.get(JAVA_LONG, 0), memory.get(JAVA_LONG, 16), memory.get(JAVA_LONG, 8));
        } else {
            put("memory.total", code, () -> "");
        }
    }

    private void memory(long total, long used, long free) {
        text.append(NvidiaAnswerText.line("memory.total", total))
                .append(NvidiaAnswerText.line("memory.used", used))
                .append(NvidiaAnswerText.line("memory.free", free));
    }

    private void processes(Arena arena, MemorySegment device) {
        String[] functions = {
            "nvmlDeviceGetComputeRunningProcesses_v3",
            "nvmlDeviceGetComputeRunningProcesses_v2",
            "nvmlDeviceGetComputeRunningProcesses"
        };
        for (int i = 0; i < functions.length; i++) {
            int size = i == functions.length - 1 ? PROCESS_BYTES_V1 : PROCESS_BYTES;
            if (processes(arena, device, functions[i], size) != Nvml.FUNCTION_NOT_FOUND) {
                return;
            }
        }
    }

    private int processes(Arena arena, MemorySegment device, String function, int size) {
        MemorySegment number = arena.allocate(JAVA_INT);
        number.set(JAVA_INT, 0, MOST_PROCESSES);
        MemorySegment all = arena.allocate((long) MOST_PROCESSES * size, JAVA_LONG.byteAlignment());
        int code = nvml.call(function, device, number, all);
        if (code == Nvml.SUCCESS) {
            for (int i = 0; i < Math.min(number.get(JAVA_INT, 0), MOST_PROCESSES); i++) {
                long at = (long) i * size;
                long bytes = all.get(JAVA_LONG, at + 8);
                // NVML_VALUE_NOT_AVAILABLE is -1, and stands for what Windows does not tell.
                text.append(NvidiaAnswerText.line(
                        "process", Integer.toUnsignedString(all.get(JAVA_INT, at)) + (bytes == -1 ? "" : " " + bytes)));
            }
        }
        return code;
    }

    private void put(String key, int code, Supplier<Object> value) {
        switch (code) {
            case Nvml.SUCCESS -> text.append(NvidiaAnswerText.line(key, value.get()));
            case Nvml.NOT_SUPPORTED, Nvml.FUNCTION_NOT_FOUND -> {}
            default -> text.append(NvidiaAnswerText.line(key, "error " + code + " " + nvml.error(code)));
        }
    }

    private static String string(MemorySegment characters) {
        return characters.getString(0, StandardCharsets.UTF_8);
    }
}
