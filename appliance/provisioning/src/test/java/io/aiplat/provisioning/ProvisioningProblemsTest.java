package io.aiplat.provisioning;

import io.aiplat.model.Problem;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.provisioning.archive.InstallProblems;
import io.aiplat.provisioning.gitops.GitopsProblems;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.LadderSamples;
import io.aiplat.provisioning.plan.GpuPlanProblems;
import io.aiplat.provisioning.plan.PlanProblems;
import io.aiplat.provisioning.run.RunProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvisioningProblemsTest {
    @Test
    void everyProblemHasItsText() {
        List<Problem> samples = new ArrayList<>(LadderSamples.all());
        samples.addAll(List.of(
                InstallProblems.older(Path.of("/mnt/site.aipb"), "2026.10", "2026.11"),
                InstallProblems.diskShort(Path.of("/mnt/site.aipb"), Path.of("/var/lib"), 9L << 30, 2L << 30),
                InstallProblems.notBrought("Model qwen3:8b", "NoSuchFileException: /home/ada/incoming."),
                GitopsProblems.noFolder("/srv/shop", "There is no such folder."),
                GitopsProblems.tooLarge("/srv/shop", "It has more than 20000 files or 256 MiB, which is the most."),
                GitopsProblems.empty("shop"),
                GitopsProblems.notServed(
                        List.of("HelmRelease apps/podinfo is for a controller of Flux that aiplat does not have.")),
                GitopsProblems.unknown("shpo", List.of("shop", "teams")),
                GitopsProblems.suspended("shop"),
                GitopsProblems.busy("shop"),
                GitopsProblems.unexpected("shop", "java.lang.IllegalStateException: nothing"),
                PlanProblems.clusterNotOurs("aiplat", "container aiplat"),
                PlanProblems.namespaceNotOurs("namespace aiplat"),
                PlanProblems.imageMissing(
                        ImageReference.parse("rancher/k3s:v1.36.4-k3s1"), "The registry does not answer."),
                GpuPlanProblems.none("all"),
                GpuPlanProblems.noDriver("all", "PCI 10de:2684"),
                GpuPlanProblems.noCard(2, 2, "NVIDIA GeForce RTX 3090"),
                GpuPlanProblems.ofOthers("all", "Radeon RX 7900 XTX"),
                GpuPlanProblems.notHandedOn(
                        "all",
                        "The driver's library libcuda.so.1 is not found, and the container engine offers no GPU.",
                        "Install the driver's libraries for computing (Debian: libcuda1)"),
                GpuPlanProblems.engineWithout("0"),
                GpuPlanProblems.ofCluster("all"),
                GpuPlanProblems.nothingToCount("gpu.use is off."),
                PlanProblems.bundleNeedsOurCluster("nvidia-device-plugin"),
                PlanProblems.ollamaMissing(),
                PlanProblems.bundleUnknown("grafanna", "", List.of("grafana", "ollama", "traces")),
                PlanProblems.databaseUnusable("A full sentence says why."),
                PlanProblems.bundlesInCircle(List.of("hen", "egg", "hen")),
                PlanProblems.bundlesNeedCluster(List.of("grafana", "traces")),
                RunProblems.notReadyInTime("the node", Duration.ofMinutes(3), "the kubelet does not answer"),
                RunProblems.interrupted(),
                RunProblems.notAllRemoved(
                        "namespace aiplat of context work at https://10.0.0.1:6443",
                        "The Kubernetes API at https://10.0.0.1:6443 does not answer: Connection refused",
                        List.of("namespace aiplat with everything in it"),
                        "aiplat down --purge"),
                RunProblems.otherCluster("existing aiplat", "docker aiplat"),
                RunProblems.modelNotFound("qwen3:0.6c", "no registry has a model qwen3:0.6c"),
                RunProblems.applianceDied("java.net.BindException: Address already in use")));
        Golden.problems(
                List.of(
                        PlanProblems.class,
                        GpuPlanProblems.class,
                        RunProblems.class,
                        InstallProblems.class,
                        LadderProblems.class,
                        GitopsProblems.class),
                samples);
    }
}
