package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stages come and go: each has the one before, what is delivered is waited for, and what was taken out is deleted.
class StagesUpIT {
    private static final String ALL = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: any}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - name: web
                      image: any
                      imagePullPolicy: Never
                      command: [sleep, infinity]
                      envFrom: [{configMapRef: {name: settings}}]
            """;

    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: load}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: load, image: any, imagePullPolicy: Never, command: [sh, -c, "exit %d"]}]
            """;

    @TempDir
    Path folder;

    @Test
    void stagesAndFoldersAreDelivered() throws Exception {
        try (TestEngine engine = TestEngine.open("stages");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            kubectl.knows("models.ollama.io");
            kubectl.knows("aiteams.kro.run");
            kubectl.knows("datascienceclusters.datasciencecluster.opendatahub.io");
            eachStageHasTheOneBefore(aiplat, kubectl);
            aFolderOfOnesOwnIsDeliveredAgainAndAgain(aiplat, kubectl);
            whatOthersHaveSetIsTheirs(aiplat, kubectl);
            whatFailsIsSaid(aiplat);
            allOfItGoes(aiplat, kubectl);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void eachStageHasTheOneBefore(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        Result first = aiplat.run("diff", "--stage", "1");
        assertEquals(1, first.exit(), first::toString);
        first.tells("added Model private-ai/assistant");
        aiplat.run("deploy", "--stage", "1").ok().tells("3 made or changed").tells("all ready");
        assertEquals("pong", aiplat.answer("assistant", "ping"));
        assertEquals("", aiplat.run("diff", "--stage", "1").ok().out());
        componentsAreSwitchedByTheResourceOfOpenDataHub(kubectl);
        aiplat.run("deploy", "--stage", "3").ok().tells("3 as before").tells("is without a vector database");
        kubectl.in("private-ai").becomesReady("aiteams.kro.run/private-data");
        kubectl.in("private-ai").becomesReady("models.ollama.io/embeddings");
        aiplat.run("deploy", "--stage", "1").ok().tells("deleted AITeam private-ai/agents");
        assertTrue(
                kubectl.in("private-ai")
                        .run("get", "aiteams.kro.run")
                        .ok()
                        .out()
                        .isBlank(),
                "teams went");
        assertEquals("pong", aiplat.answer("assistant", "ping"), "what both have stayed");
    }

    private static void componentsAreSwitchedByTheResourceOfOpenDataHub(NodeKubectl kubectl) throws Exception {
        String components = """
                apiVersion: datasciencecluster.opendatahub.io/v1
                kind: DataScienceCluster
                metadata: {name: default-dsc}
                spec: {components: {dashboard: {managementState: Managed}, workbenches: {managementState: %s}}}
                """;
        kubectl.run("get", "dsc", "default-dsc", "-o", "jsonpath={.status.phase} {.status.installedComponents}")
                .ok()
                .tells("Ready {")
                .tells("\"modelregistry\":true");
        kubectl.apply(components.formatted("Managed"));
        kubectl.becomes("dsc/default-dsc", "Degraded", "workbenches");
        kubectl.refuses(components.formatted("Sometimes"), "managementState");
        kubectl.apply(components.formatted("Removed"));
        kubectl.becomesReady("dsc/default-dsc");
    }

    private void write(String kustomization) throws IOException {
        Path overlay = Files.createDirectories(folder.resolve("shop/overlays/one"));
        Files.writeString(overlay.resolve("all.yaml"), ALL);
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                namespace: shop
                resources: [all.yaml%s]
                images: [{name: any, newName: aiplat-testbed/ollama, newTag: 0.11.4}]
                configMapGenerator: [{name: settings, literals: [%s]}]
                """.formatted(
                        kustomization.startsWith("job") ? ", job.yaml" : "", kustomization));
    }

    private String[] deploy(String... more) {
        String overlay = folder.resolve("shop/overlays/one").toString();
        return Stream.concat(Stream.of("deploy", "--overlay", overlay), Stream.of(more))
                .toArray(String[]::new);
    }

    private void aFolderOfOnesOwnIsDeliveredAgainAndAgain(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        write("a=1");
        aiplat.run(deploy()).ok().tells("4 made or changed").tells("all ready");
        aiplat.run(deploy()).ok().tells("0 made or changed, 4 as before, 0 deleted");
        write("a=2");
        aiplat.run(deploy()).ok().tells("made ConfigMap shop/settings-").tells("deleted ConfigMap shop/settings-");
        String configs =
                kubectl.in("shop").run("get", "configmaps", "-o", "name").ok().out();
        assertEquals(
                1, configs.lines().filter(line -> line.contains("settings-")).count(), configs);
    }

    private void whatOthersHaveSetIsTheirs(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        Path file = folder.resolve("shop/overlays/one/kustomization.yaml");
        String before = Files.readString(file);
        kubectl.in("shop")
                .run("patch", "deployment", "web", "--type=merge", "--patch={\"spec\":{\"replicas\":2}}")
                .ok();
        Files.writeString(file, before + "replicas: [{name: web, count: 1}]\n");
        aiplat.run(deploy()).failsWith(2, "DELIVERY_FIELDS_OF_ANOTHER").tells("kubectl");
        aiplat.run(deploy("--force-conflicts")).ok();
        aiplat.run(deploy("--name", "other"))
                .failsWith(2, "DELIVERY_OF_ANOTHER")
                .tells("--name shop");
    }

    private void whatFailsIsSaid(Aiplat aiplat) throws Exception {
        write("job=1");
        Path job = folder.resolve("shop/overlays/one/job.yaml");
        Files.writeString(job, JOB.formatted(1));
        aiplat.run(deploy("--force-conflicts")).failsWith(5, "DELIVERY_FAILED").tells("Job shop/load");
        Files.writeString(job, JOB.formatted(0).replace("name: load}", "name: load-again}"));
        aiplat.run(deploy("--force-conflicts")).ok().tells("deleted Job shop/load");
        write("job=1");
        Files.writeString(job, "apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\n");
        aiplat.run(deploy()).failsWith(2, "DELIVERY_KIND_UNKNOWN");
        Files.writeString(job, JOB.formatted(0).replace("name: load}", "name: load-again}"));
    }

    private void allOfItGoes(Aiplat aiplat, NodeKubectl kubectl) throws Exception {
        aiplat.run(deploy("--remove"))
                .ok()
                .tells("Kept, because it holds data")
                .tells("PersistentVolumeClaim shop/data");
        assertFalse(kubectl.in("shop").run("get", "deployments").ok().out().contains("web"));
        aiplat.run("deploy", "--remove", "--name", "shop", "--purge").ok();
        aiplat.run("deploy", "--remove", "--stage", "1", "--purge").ok();
        aiplat.run("deploy", "--remove", "--name", "shop").failsWith(2, "DELIVERY_UNKNOWN");
        Eventually.holds(
                "the namespaces are gone",
                Duration.ofSeconds(60),
                () -> kubectl.run("get", "namespace", "shop", "private-ai").exit() != 0);
    }
}
