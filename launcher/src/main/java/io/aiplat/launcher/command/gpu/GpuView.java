package io.aiplat.launcher.command.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import java.util.Locale;
import java.util.StringJoiner;

/// The answer of `GET /admin/v1/gpus` as a person reads it.
final class GpuView {
    private static final String NONE = """
            No GPU was found on this machine: models compute on its processors.
            If there is one, see whether the system does: lspci | grep -i -e vga -e 3d -e display
            If it does, install its driver. NVIDIA: https://www.nvidia.com/drivers, on Ubuntu: sudo ubuntu-drivers install
            A virtual machine has a GPU only if its host passes one through.
            """;

    private static final String SILENT = """
            NVIDIA's driver is on this machine, and no GPU answers: models compute on its processors.
            """;

    private GpuView() {}

    static String of(JsonNode report) {
        JsonNode gpus = report.path("data");
        String none = report.path("driver").isMissingNode() ? NONE : SILENT;
        StringBuilder text = new StringBuilder(gpus.isEmpty() ? none : cards(gpus) + users(gpus) + "\n");
        driver(text, report.path("driver"));
        line(text, "NVML", report.path("silence").asText(), "does not answer: %s");
        report.path("faults").forEach(fault -> line(text, "fault", fault.asText(), "%s"));
        for (JsonNode gpu : gpus) {
            line(text, "fault", gpu.path("fault").asText(), label(gpu) + ": %s. Restart this machine.");
        }
        line(
                text,
                "profile",
                report.at("/profile/name").asText(),
                "%s: " + report.at("/profile/why").asText());
        advice(text, gpus);
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value, String form) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-9s %s%n", what, form.replace("%s", value)));
        }
    }

    private static String cards(JsonNode gpus) {
        Table table = new Table("GPU", "NAME", "MEMORY", "BUSY", "TEMP", "POWER", "DRIVER");
        for (JsonNode gpu : gpus) {
            boolean instance = !gpu.path("instance").asText().isEmpty();
            table.row(
                    instance ? "" : label(gpu),
                    instance ? "MIG " + gpu.path("instance").asText() : name(gpu),
                    memory(gpu),
                    figure(gpu.path("utilization_ratio"), 100, "%"),
                    figure(gpu.path("temperature_celsius"), 1, " °C"),
                    figure(gpu.path("power_watts"), 1, " W"),
                    instance ? "" : cell(gpu.path("driver").asText()));
        }
        return table.toText();
    }

    private static String label(JsonNode gpu) {
        return gpu.path("index").isNull()
                ? cell(gpu.path("pci_bus_id").asText())
                : gpu.path("index").asText();
    }

    private static String name(JsonNode gpu) {
        String vendor = switch (gpu.path("vendor").asText()) {
            case "amd" -> "AMD ";
            case "intel" -> "Intel ";
            default -> "NVIDIA ";
        };
        String name = gpu.path("name").asText();
        return name.toLowerCase(Locale.ROOT).startsWith(vendor.strip().toLowerCase(Locale.ROOT)) ? name : vendor + name;
    }

    private static String memory(JsonNode gpu) {
        if (!gpu.path("memory_total_bytes").isNull()) {
            String total = Quantity.memory(gpu.path("memory_total_bytes").asLong());
            return gpu.path("memory_used_bytes").isNull()
                    ? total
                    : Quantity.memory(gpu.path("memory_used_bytes").asLong()) + " of " + total;
        }
        return gpu.path("own_memory").asBoolean()
                        || !gpu.path("instance").asText().isEmpty()
                ? "-"
                : "the machine's";
    }

    private static String figure(JsonNode number, int factor, String unit) {
        return number.isNull() ? "-" : Math.round(number.asDouble() * factor) + unit;
    }

    private static String cell(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /// Instances tell their own processes, so those of their card are not told again.
    private static String users(JsonNode gpus) {
        Table table = new Table("PID", "GPU", "MEMORY", "PROCESS", "POD", "MODEL");
        boolean any = false;
        for (JsonNode gpu : gpus) {
            if (gpu.path("divided").asBoolean()) {
                continue;
            }
            String instance = gpu.path("instance").asText();
            for (JsonNode process : gpu.path("processes")) {
                any = true;
                String pod = process.path("pod").asText();
                table.row(
                        process.path("pid").asText(),
                        label(gpu) + (instance.isEmpty() ? "" : " MIG " + instance),
                        process.path("memory_bytes").isNull()
                                ? "-"
                                : Quantity.memory(process.path("memory_bytes").asLong()),
                        cell(process.path("name").asText()),
                        cell(pod.isEmpty() ? process.path("pod_uid").asText() : pod),
                        cell(process.path("model").asText()));
            }
        }
        return any ? "\n" + table.toText() : "";
    }

    private static void driver(StringBuilder text, JsonNode driver) {
        if (driver.isMissingNode()) {
            return;
        }
        StringJoiner words = new StringJoiner(", ");
        String version = driver.path("version").asText();
        words.add(version.isEmpty() ? "no version answers" : version);
        if (!driver.path("cuda").asText().isEmpty()) {
            words.add("CUDA up to " + driver.path("cuda").asText());
        }
        String platform = driver.path("platform").asText();
        if (!platform.equals("native")) {
            words.add(platform.equals("wsl") ? "of Windows (WSL)" : "of a Jetson (Tegra)");
        }
        words.add(driver.path("libraries").size() + " libraries");
        words.add(driver.path("devices").size() + " device nodes");
        line(text, "driver", words.toString(), "%s");
        if (version.isEmpty()) {
            line(text, "", "See why: sudo modprobe nvidia; sudo dmesg | grep -i -e nvrm -e nvidia", "%s");
        }
    }

    /// What works of cards that aiplat itself hands to nobody, and what is missing where nothing drives one.
    private static void advice(StringBuilder text, JsonNode gpus) {
        boolean idle = false;
        boolean others = false;
        for (JsonNode gpu : gpus) {
            boolean nvidia = gpu.path("vendor").asText().equals("nvidia");
            others |= !nvidia && gpu.path("computes").asBoolean();
            idle |= nvidia && gpu.path("driver").asText().isEmpty();
        }
        if (idle) {
            text.append(
                    "\nNothing drives an NVIDIA card here. Install its driver: https://www.nvidia.com/drivers, on Ubuntu:"
                            + " sudo ubuntu-drivers install\n");
        }
        if (others) {
            text.append(
                    "\nAMD's and Intel's cards are seen and not handed to a cluster. An Ollama of this machine, or a"
                            + " llama-server built for Vulkan or ROCm, computes on them: aiplat engines list\n");
        }
    }
}
