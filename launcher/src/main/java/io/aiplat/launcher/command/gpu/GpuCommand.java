package io.aiplat.launcher.command.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.console.gpu.GpuResource;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.keys.ManagementText;
import io.aiplat.launcher.gpu.GpuInventory;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `aiplat gpu`: asked of the appliance, which knows its models too; where none runs this process looks.
@Command(
        name = "gpu",
        description = {
            "Show the GPUs of this machine, who uses them, their driver, and the profile that fits.",
            "Where there is none it says so, and what can be done. That is no failure."
        })
public final class GpuCommand implements Runnable {
    private final Invocation invocation;

    public GpuCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        JsonNode report = here();
        if (report == null) {
            report = elsewhere();
        }
        invocation.output().value(ManagementText.value(report), GpuView.of(report));
    }

    private @Nullable JsonNode here() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            return client.admin("GET", "/gpus", null);
        } catch (ApplianceException e) {
            if (e.problem().code().id().equals("CLIENT_NOT_RUNNING")) {
                return null;
            }
            throw e;
        }
    }

    private JsonNode elsewhere() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings());
                GpuInventory inventory = scope.gpus()) {
            return GpuResource.REPORT.json(new GpuResource.Answer(inventory.get(), List.of()));
        }
    }
}
