package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same JAR as pods of a cluster that somebody else made: image, bundle, resources, requests through the gateways'
/// Service from inside the cluster, a gateway that goes meanwhile, and nothing left at the end.
class PodsUpIT {
    private static final String RESOURCES = """
            apiVersion: gateway.ai/v1alpha1
            kind: ModelRouter
            metadata: {name: team, namespace: default}
            spec:
              routes:
                - {name: routed, provider: ollama, model: smoke, endpoint: "http://ollama.guests:11434"}
            ---
            apiVersion: ollama.io/v1alpha1
            kind: Model
            metadata: {name: chat, namespace: default}
            spec: {model: smoke}
            """;

    /// A client that tries again where a connection is refused or broken before an answer, and nowhere else.
    private static final String CLIENT = """
            use IO::Socket::INET; use Time::HiRes qw(sleep time);
            my($ip,$key,$model,$seconds)=@ARGV; my($ok,$failed,$again,$last)=(0,0,0,""); my $end=time+$seconds;
            my $b="{\\"model\\":\\"$model\\",\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"ping\\"}]}";
            my $r="POST /v1/chat/completions HTTP/1.1\\r\\nHost: aiplat-gateway\\r\\nAuthorization: Bearer $key\\r\\n".
              "Content-Type: application/json\\r\\nConnection: close\\r\\nContent-Length: ".length($b)."\\r\\n\\r\\n$b";
            do { my $done=0;
              for my $try (1..5) { my $s=IO::Socket::INET->new(PeerAddr=>$ip,PeerPort=>4000,Timeout=>5);
                if($s){ print $s $r; $s->flush; local $/; my $a=<$s>;
                  if(defined $a && length $a){
                    if($a=~/^HTTP\\/1.1 200 .*pong/s) { $ok++ } else { $failed++; $last=substr($a,-200) } $done=1; last } }
                $again++; sleep 0.3*$try }
              unless($done) { $failed++; $last="no answer" } } while(time<$end);
            print "failed=$failed again=$again ok=$ok $last\\n";
            """;

    @TempDir
    Path folder;

    @Test
    void operatorAndGatewaysServeFromPodsAndLeaveNothing() throws Exception {
        try (TestEngine engine = TestEngine.open("pods");
                Aiplat owner = Aiplat.withEngine(engine)) {
            String image =
                    ImageBuildIT.push(owner, "pods-" + ProcessHandle.current().pid());
            Path kubeconfig = clusterOfSomebodyElse(engine, owner);
            bring(image, engine);
            NodeKubectl kubectl = new NodeKubectl(engine);
            try (Aiplat guest = Aiplat.withEngine(engine)
                    .with("AIPLAT_CONFIG", settings(image).toString())
                    .with("AIPLAT_CLUSTER_KIND", "existing")
                    .with("KUBECONFIG", kubeconfig.toString())) {
                guest.run("up", "--namespace", "guests", "--with", "aiplat").ok();
                guest.run("doctor").tells("aiplat Deployment/aiplat-gateway");
                Service service = Service.of(kubectl, engine);
                resourcesAreServed(kubectl, service);
                aGatewayGoesAndNoRequestFails(kubectl, service);
                whatIsDeletedIsServedNoMore(kubectl, service);
                guest.run("down", "--purge", "--yes").ok();
                nothingIsLeft(kubectl);
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    /// A node that no aiplat process looks after any more.
    private Path clusterOfSomebodyElse(TestEngine engine, Aiplat owner) throws Exception {
        owner.run("up").ok();
        Path kubeconfig = Files.writeString(
                folder.resolve("config"), owner.run("kubeconfig").ok().out());
        owner.run("stop").ok();
        docker("start", engine.cluster);
        Eventually.holds(
                "the node answers",
                Duration.ofSeconds(90),
                () -> Program.succeeds("docker", "exec", engine.cluster, "k3s", "kubectl", "get", "nodes"));
        return kubeconfig;
    }

    /// As its registry would, which a node of the testbed does not reach.
    private void bring(String image, TestEngine engine) {
        docker("pull", "--quiet", image);
        Path saved = folder.resolve("image.tar");
        docker("save", "--output", saved.toString(), image);
        docker("cp", saved.toString(), engine.cluster + ":/tmp/image.tar");
        docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar");
    }

    private Path settings(String image) throws Exception {
        return Files.writeString(folder.resolve("aiplat.yaml"), """
                images:
                  ollama/ollama: aiplat-testbed/ollama:0.11.4
                  aiplat.invalid/aiplat: %s
                """.formatted(image));
    }

    /// The gateways' Service and the key that opens them, for a client inside of the cluster.
    private record Service(TestEngine engine, String address, String key) {
        static Service of(NodeKubectl kubectl, TestEngine engine) throws Exception {
            NodeKubectl guests = kubectl.in("guests");
            Path script = Files.writeString(Files.createTempFile("aiplat-e2e", ".pl"), CLIENT);
            docker("cp", script.toString(), engine.cluster + ":/tmp/client.pl");
            Files.delete(script);
            return new Service(
                    engine,
                    guests.get("service/aiplat-gateway").at("/spec/clusterIP").asText(),
                    new String(
                            Base64.getDecoder()
                                    .decode(guests.get("secret/aiplat-gateway")
                                            .at("/data/owner")
                                            .asText()),
                            StandardCharsets.UTF_8));
        }

        /// Asks for so many seconds, once at least.
        String ask(String model, int seconds) {
            return docker(
                            "exec",
                            engine.cluster,
                            "perl",
                            "/tmp/client.pl",
                            address,
                            key,
                            model,
                            Integer.toString(seconds))
                    .out();
        }
    }

    private static void resourcesAreServed(NodeKubectl kubectl, Service service) throws Exception {
        kubectl.apply(RESOURCES);
        kubectl.becomesReady("modelrouters.gateway.ai/team");
        kubectl.becomesReady("models.ollama.io/chat");
        for (String model : List.of("routed", "chat")) {
            // Ready means published; gateways follow within a second.
            Eventually.holds(
                    "both gateways serve " + model,
                    Duration.ofSeconds(30),
                    () -> service.ask(model, 1).startsWith("failed=0 "));
        }
    }

    private static void aGatewayGoesAndNoRequestFails(NodeKubectl kubectl, Service service) throws Exception {
        List<CompletableFuture<String>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> service.ask("routed", 25)));
        }
        NodeKubectl guests = kubectl.in("guests");
        String pod = guests.run("get", "pods", "-l", "app.kubernetes.io/name=aiplat-gateway", "-o", "name")
                .ok()
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        guests.run("delete", pod).ok();
        for (CompletableFuture<String> client : clients) {
            String told = client.get();
            assertTrue(told.startsWith("failed=0 "), told);
        }
        guests.run("rollout", "status", "deployment/aiplat-gateway", "--timeout=120s")
                .ok();
    }

    private static void whatIsDeletedIsServedNoMore(NodeKubectl kubectl, Service service) throws Exception {
        kubectl.run("delete", "modelrouters.gateway.ai/team", "models.ollama.io/chat", "--timeout=60s")
                .ok();
        for (String model : List.of("routed", "chat")) {
            Eventually.holds(
                    model + " is served no more",
                    Duration.ofSeconds(30),
                    () -> service.ask(model, 0).contains("model_not_found"));
        }
    }

    private static void nothingIsLeft(NodeKubectl kubectl) {
        String label = "aiplat.io/bundle=aiplat";
        assertEquals(
                "",
                kubectl.run("get", "clusterroles,clusterrolebindings", "-l", label, "-o", "name")
                        .ok()
                        .out());
        assertEquals("", kubectl.run("get", "crds", "-o", "name").ok().out());
        assertEquals(
                "",
                kubectl.run("get", "namespace", "guests", "--ignore-not-found", "-o", "name")
                        .ok()
                        .out());
    }
}
