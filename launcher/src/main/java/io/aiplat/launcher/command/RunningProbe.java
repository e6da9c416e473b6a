package io.aiplat.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.host.probe.Finding;
import io.aiplat.host.probe.Probe;
import io.aiplat.host.probe.Verdict;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.HostFacts;
import io.aiplat.model.Settings;
import io.aiplat.store.ApplianceFile;
import io.aiplat.store.Home;
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
    public Verdict judge(HostFacts facts, Settings settings, ClusterKind kind) {
        if (new ApplianceFile(new Home(home).appliance()).running().isEmpty()) {
            return new Verdict.Pass("nothing runs");
        }
        try (ApplianceClient client = Appliances.client(home)) {
            return verdict(client.status());
        } catch (ApplianceException silent) {
            // What it would have said is not known; that it does not answer is.
            return new Verdict.Warn(silent.problem());
        }
    }

    static Verdict verdict(JsonNode status) {
        List<String> few = new ArrayList<>();
        status.path("short").forEach(sentence -> few.add(sentence.asText()));
        return few.isEmpty()
                ? new Verdict.Pass("short of nothing")
                : new Verdict.Warn(CommandProblems.runningShort(String.join("; ", few)));
    }

    Finding finding(HostFacts facts, Settings settings, ClusterKind kind) {
        return new Finding(this, judge(facts, settings, kind));
    }
}
