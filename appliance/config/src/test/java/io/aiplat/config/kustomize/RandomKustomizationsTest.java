package io.aiplat.config.kustomize;

import static org.junit.jupiter.api.Assertions.fail;

import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.KustomizeBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Folders that nobody thought of: what is built in and kustomize make the same of them, or both refuse them.
/// `-Daiplat.kustomize.rounds=1000` tries more, `-Daiplat.kustomize.seed=N` one again.
class RandomKustomizationsTest {
    private static final String[] NAMES = {"a", "b", "c"};

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void bothMakeTheSame() throws Exception {
        KustomizeBinary.needed();
        int rounds = Integer.getInteger("aiplat.kustomize.rounds", 25);
        int first = Integer.getInteger("aiplat.kustomize.seed", 0);
        int built = 0;
        for (int seed = first; seed < first + rounds; seed++) {
            Path overlay = new Writer(new Random(seed), Files.createDirectory(folder.resolve("round" + seed))).write();
            if (KustomizeBinary.build(overlay).status() == 0) {
                built++;
                try {
                    SameAsKustomizeTest.assertSame(overlay);
                } catch (ApplianceException e) {
                    fail(
                            "seed " + seed + ": only ours refuses it: "
                                    + e.problem().toText(),
                            e);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
                }
            } else {
                refused(seed, overlay);
            }
        }
        if (built < rounds / 3) {
            fail("only " + built + " of " + rounds + " could be built at all");
        }
    }

    private static void refused(int seed, Path overlay) throws Exception {
        try {
            Kustomize.build(overlay);
        } catch (ApplianceException _) {
            return;
        }
        fail("seed " + seed + ": only kustomize refuses it: "
                + KustomizeBinary.build(overlay).error());
    }

    /// Writes a base and an overlay of it by chance.
    private static final class Writer {
        private final Random random;
        private final Path folder;

        Writer(Random random, Path folder) {
            this.random = random;
            this.folder = folder;
        }

        Path write() throws IOException {
            Path base = Files.createDirectory(folder.resolve("base"));
            Files.writeString(base.resolve("all.yaml"), objects());
            Files.writeString(base.resolve("kustomization.yaml"), "resources: [all.yaml]\n" + changes(base));
            Path overlay = Files.createDirectory(folder.resolve("overlay"));
            Files.writeString(overlay.resolve("kustomization.yaml"), "resources: [../base]\n" + changes(overlay));
            return overlay;
        }

        private String any(String... words) {
            return words[random.nextInt(words.length)];
        }

        private boolean one(int of) {
            return random.nextInt(of) == 0;
        }

        private String some(int most, Supplier<String> item) {
            return IntStream.range(0, random.nextInt(most + 1))
                    .mapToObj(_ -> item.get())
                    .distinct()
                    .collect(Collectors.joining(", "));
        }

        private String objects() {
            List<String> objects = new ArrayList<>();
            for (String name : NAMES) {
                objects.add(workload(name));
                objects.add("{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {" + pairs("k", 3)
                        + "}}");
                objects.add("{apiVersion: v1, kind: Service, metadata: {name: " + name + "}, spec: {ports: ["
                        + ports("port") + "], selector: {" + pairs("app", 2) + "}}}");
                objects.add(thing(name));
            }
            return String.join("\n---\n", objects) + "\n";
        }

        private String workload(String name) {
            return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name + ", labels: {" + pairs("l", 2)
                    + "}}, spec: {replicas: " + random.nextInt(3) + ", template: " + template() + "}}";
        }

        private String thing(String name) {
            return "{apiVersion: example.org/v1, kind: Thing, metadata: {name: " + name + "}, spec: " + tree(3) + "}";
        }

        private String pairs(String prefix, int most) {
            return some(most, () -> prefix + random.nextInt(3))
                    .replaceAll("(\\w+)", "$1: " + any("x", "\"1\"", "some text", "'true'"));
        }

        private String template() {
            return "{metadata: {labels: {" + pairs("app", 2) + "}}, spec: {containers: [" + containers() + "]"
                    + (one(2) ? ", initContainers: [" + containers() + "]" : "")
                    + (one(2) ? ", volumes: [" + volumes() + "]" : "")
                    + (one(3) ? ", tolerations: [{key: " + any("p", "q") + "}]" : "")
                    + (one(3) ? ", serviceAccountName: " + any(NAMES) : "")
                    + (one(3) ? ", imagePullSecrets: [{name: " + any(NAMES) + "}]" : "")
                    + "}}";
        }

        private String containers() {
            return distinctNames(name -> "{name: " + name
                    + (one(5) ? "" : ", image: \"" + any("x", "x:1", "r.example:5000/x:2", "y@sha256:ab") + "\"")
                    + (one(2) ? ", env: [" + environment() + "]" : "")
                    + (one(3) ? ", envFrom: [{configMapRef: {name: " + any(NAMES) + "}}]" : "")
                    + (one(2) ? ", ports: [" + ports("containerPort") + "]" : "")
                    + (one(3) ? ", args: [" + some(3, () -> any("u", "v", "w")) + "]" : "")
                    + (one(3) ? ", resources: {limits: {cpu: \"" + random.nextInt(4) + "\"}}" : "")
                    + (one(4) ? ", volumeMounts: [{name: v, mountPath: /" + any(NAMES) + "}]" : "")
                    + "}");
        }

        private String environment() {
            return distinctNames(name -> "{name: " + name
                    + (one(3)
                            ? ", valueFrom: {configMapKeyRef: {name: " + any(NAMES) + ", key: k}}"
                            : ", value: " + any("\"1\"", "text", "'on'"))
                    + "}");
        }

        private String volumes() {
            return distinctNames(name -> "{name: " + name
                    + any(", emptyDir: {}", ", configMap: {name: " + any(NAMES) + "}", ", hostPath: {path: /x}")
                    + "}");
        }

        private String ports(String key) {
            return some(
                    3,
                    () -> "{" + key + ": " + any("80", "81", "53") + any("", ", protocol: UDP", ", protocol: TCP")
                            + any("", ", name: p") + "}");
        }

        private String distinctNames(UnaryOperator<String> item) {
            List<String> items = new ArrayList<>();
            for (String name : NAMES) {
                if (one(2)) {
                    items.add(random.nextInt(items.size() + 1), item.apply(name));
                }
            }
            return String.join(", ", items);
        }

        /// A name has one form in all trees, so that patches meet what is there.
        private String tree(int depth) {
            return "{"
                    + distinctNames(name -> name + ": "
                            + switch (name) {
                                case "a" -> depth == 0 ? "{}" : tree(depth - 1);
                                case "b" -> any("1", "text", "true", "\"2\"", "1.5", "-3", "null");
                                default -> any("[1, 2]", "[{name: a}]", "[]");
                            })
                    + "}";
        }

        /// What a kustomization changes.
        private String changes(Path where) throws IOException {
            StringBuilder out = new StringBuilder();
            out.append(one(3) ? "namespace: " + any("shop", "prod") + "\n" : "");
            out.append(one(3) ? "namePrefix: " + any("p-", "q-") + "\n" : "");
            out.append(one(3) ? "nameSuffix: " + any("-s", "-t") + "\n" : "");
            out.append(one(4) ? "commonLabels: {c: \"" + random.nextInt(3) + "\"}\n" : "");
            out.append(one(4) ? "commonAnnotations: {d: e}\n" : "");
            out.append(
                    one(3)
                            ? "labels: [{pairs: {f: g}"
                                    + any("", ", includeSelectors: true", ", includeTemplates: true") + "}]\n"
                            : "");
            out.append(one(3) ? "images: [{name: x, newTag: \"9\"}, {name: r.example:5000/x, newName: z}]\n" : "");
            out.append(one(4) ? "replicas: [{name: " + any(NAMES) + ", count: 9}]\n" : "");
            if (one(3)) {
                out.append("configMapGenerator: [{name: ")
                        .append(any("gen", "a, behavior: merge", "a, behavior: replace"))
                        .append(", literals: [k0=new, z=\"'q'\"]")
                        .append(any("", ", options: {disableNameSuffixHash: true}"))
                        .append("}]\n");
            }
            patches(where, out);
            return out.toString();
        }

        private void patches(Path where, StringBuilder out) throws IOException {
            int count = random.nextInt(4);
            if (count == 0) {
                return;
            }
            out.append("patches:\n");
            for (int i = 0; i < count; i++) {
                String name = any(NAMES);
                String patch = switch (random.nextInt(6)) {
                    case 0 -> "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, $patch: delete}";
                    case 1 ->
                        "{apiVersion: v1, kind: Service, metadata: {name: " + name + "}, spec: {ports: ["
                                + ports("port") + "]}}";
                    case 2 -> thing(name);
                    case 3 ->
                        workload(name)
                                .replace("template: {", "template: {" + any("", "$patch: replace, "))
                                .replace("[{name: a", any("[{name: a", "[{$patch: replace}, {name: a"))
                                .replace("replicas: 0", "replicas: null");
                    case 4 -> "[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"j\": \"1\"}}]";
                    default -> workload(name).replace("{name: b, image", "{name: b, $patch: delete, image");
                };
                Files.writeString(where.resolve("patch" + i + ".yaml"), patch + "\n");
                boolean json = patch.startsWith("[");
                out.append("- path: patch").append(i).append(".yaml\n");
                if (json || one(3)) {
                    out.append("  target: {kind: ")
                            .append(json ? any("Thing", "Service", "Deployment", "ConfigMap") : kind(patch))
                            .append(any("", ", name: " + name, ", name: \"[ab]\"", ", labelSelector: \"l0\""))
                            .append("}\n");
                }
            }
        }

        private static String kind(String patch) {
            return patch.replaceFirst("(?s).*?kind: (\\w+).*", "$1");
        }
    }
}
