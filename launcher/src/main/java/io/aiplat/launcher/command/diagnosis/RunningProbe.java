package io.aiplat.launcher.command.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.Probe;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import io.aiplat.store.Home;
import io.aiplat.store.process.ApplianceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether the appliance that runs is short of anything: a question to itself, since nobody else sees its heap.
///
/// @param home whose appliance
record RunningProbe(Path home) implements Probe {
    @Override
    public String name() {
        return "running";
    }

    @Override
    public String because() {
        return "Without descriptors, memory or disk it refuses what it would answer.";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        if (new ApplianceFile(new Home(home).appliance()).running().isEmpty()) {
            return new ProbeResult.Pass("nothing runs");
        }
        try (ApplianceClient client = Appliances.client(home)) {
            return verdict(client.status());
        } catch (ApplianceException silent) {
            // What it would have said is not known; that it does not answer is.
            return new ProbeResult.Warn(silent.problem());
        }
    }

    static ProbeResult verdict(JsonNode status) {
        List<String> few = new ArrayList<>();
        status.path("short").forEach(sentence -> few.add(sentence.asText()));
        return few.isEmpty()
                ? new ProbeResult.Pass("short of nothing")
                : new ProbeResult.Warn(CommandProblems.runningShort(String.join("; ", few)));
    }

    Finding finding(HostFacts facts, Settings settings, ClusterKind kind) {
        return new Finding(this, judge(facts, settings, kind));
    }
}
