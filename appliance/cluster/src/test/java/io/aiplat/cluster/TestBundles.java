package io.aiplat.cluster;

import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Small bundles for tests.
public final class TestBundles {
    public static final ImageReference BUSYBOX = ImageReference.parse("aiplat-testbed/busybox:1");

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: aiplat
            """;

    private TestBundles() {}

    /// A web server that answers `ok`, where the model engine would be.
    public static Bundle web() {
        return bundle("web", """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: ollama
                  namespace: aiplat
                spec:
                  replicas: 1
                  strategy: {type: Recreate}
                  selector: {matchLabels: {app: ollama}}
                  template:
                    metadata: {labels: {app: ollama}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: ollama
                          image: aiplat-testbed/busybox:1
                          command: [sh, -c, "mkdir /www && echo ok > /www/answer && exec httpd -f -p 11434 -h /www"]
                          ports: [{containerPort: 11434}]
                          readinessProbe: {httpGet: {path: /answer, port: 11434}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: ollama
                  namespace: aiplat
                spec:
                  type: NodePort
                  selector: {app: ollama}
                  ports: [{port: 11434, nodePort: 31434}]
                """);
    }

    /// The same web server as a service that no port of the node leads to.
    public static Bundle inside() {
        return bundle("inside", """
                apiVersion: v1
                kind: Service
                metadata:
                  name: inside
                  namespace: aiplat
                spec:
                  selector: {app: ollama}
                  ports: [{name: other, port: 81, targetPort: 1}, {name: web, port: 80, targetPort: 11434}]
                """);
    }

    /// A policy that keeps every pod from some addresses.
    public static Bundle policed() {
        return bundle("policed", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: engine
                  namespace: aiplat
                spec:
                  podSelector: {matchLabels: {app: nobody}}
                  policyTypes: [Egress]
                  egress:
                    - to:
                        - ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16, 192.0.2.0/24]}
                """);
    }

    /// A pod that ends at once, again and again.
    public static Bundle crashing() {
        return bundle("crashing", deployment("crash", "[sh, -c, 'echo the disk is on fire; exit 3']", "IfNotPresent"));
    }

    /// A pod whose image is nowhere.
    public static Bundle imageless() {
        Bundle crashing = bundle("imageless", deployment("imageless", "[sleep, '60']", "IfNotPresent"));
        Map<String, String> manifests = new LinkedHashMap<>();
        crashing.manifests()
                .forEach((file, text) ->
                        manifests.put(file, text.replace("aiplat-testbed/busybox:1", "127.0.0.1:1/none:1")));
        return new Bundle("imageless", "test", manifests, List.of(), List.of());
    }

    private static String deployment(String name, String command, String pull) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: NAME
                  namespace: aiplat
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: main
                          image: aiplat-testbed/busybox:1
                          imagePullPolicy: PULL
                          command: COMMAND
                """.replace("NAME", name).replace("PULL", pull).replace("COMMAND", command);
    }

    private static Bundle bundle(String name, String text) {
        Map<String, String> manifests = new LinkedHashMap<>();
        manifests.put("00-namespace.yaml", NAMESPACE);
        manifests.put("10-" + name + ".yaml", text);
        return new Bundle(name, "test", manifests, List.of(BUSYBOX), List.of());
    }
}
