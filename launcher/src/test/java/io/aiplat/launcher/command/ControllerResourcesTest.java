package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.config.kustomize.Kustomize;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.launcher.Cli;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `aiplat render --for` prints is held against the definitions that Flux and Argo CD publish: fields that these
/// do
/// not have, fields that lack, and values that they do not take. Neither of the two is run.
class ControllerResourcesTest {
    @TempDir
    Path folder;

    private final Map<String, Map<?, ?>> schemas = new LinkedHashMap<>();

    private void readSchemas() throws IOException {
        String home = Optional.ofNullable(System.getenv("AIPLAT_TESTBED_HOME"))
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed")
                        .toString());
        Path there = Path.of(home, "schemas");
        Need.that(Files.isDirectory(there), "definitions of Flux and Argo CD: testbed/gitops-schemas");
        try (Stream<Path> files = Files.list(there)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                Kustomize.read(file.toString(), Files.readString(file)).forEach(this::define);
            }
        }
        assertEquals(
                5,
                schemas.keySet().stream()
                        .map(each -> each.split(" ")[1])
                        .distinct()
                        .count());
    }

    private void define(RenderedObject definition) {
        Map<?, ?> spec = map(definition.content().get("spec"));
        for (Object each : (List<?>) spec.get("versions")) {
            Map<?, ?> version = map(each);
            schemas.put(
                    spec.get("group") + "/" + version.get("name") + " "
                            + map(spec.get("names")).get("kind"),
                    map(map(version.get("schema")).get("openAPIV3Schema")));
        }
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /// What is wrong with a value, each with its path.
    private static List<String> wrong(String path, Object value, Map<?, ?> schema) {
        List<String> wrong = new ArrayList<>();
        String type = String.valueOf(schema.get("type"));
        boolean fits = switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            default -> true;
        };
        if (!fits) {
            wrong.add(path + " is no " + type);
        }
        if (value instanceof Map<?, ?> fields
                && !Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))) {
            Map<?, ?> known = map(schema.get("properties"));
            Map<?, ?> others = map(schema.get("additionalProperties"));
            boolean open = !path.contains(".") && known.isEmpty() || path.equals("metadata");
            fields.forEach((name, field) -> {
                if (known.containsKey(name) || !others.isEmpty()) {
                    wrong.addAll(wrong(
                            path.isEmpty() ? name.toString() : path + "." + name,
                            field,
                            map(known.containsKey(name) ? known.get(name) : others)));
                } else if (!open) {
                    wrong.add(path + " has no " + name);
                }
            });
            ((List<?>) Optional.ofNullable(schema.get("required")).orElse(List.of()))
                    .stream()
                            .filter(name -> !fields.containsKey(name))
                            .forEach(name -> wrong.add(path + " needs " + name));
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> wrong.addAll(wrong(path + "[]", item, map(schema.get("items")))));
        }
        if (value instanceof String text) {
            Object pattern = schema.get("pattern");
            if (pattern != null
                    && !Pattern.compile(pattern.toString()).matcher(text).find()) {
                wrong.add(path + " is not as " + pattern);
            }
            if (schema.get("enum") instanceof List<?> words && !words.contains(text)) {
                wrong.add(path + " is none of " + words);
            }
        }
        return wrong;
    }

    private List<RenderedObject> printed(String... arguments) {
        String[] command =
                Stream.concat(Stream.of("render"), Arrays.stream(arguments)).toArray(String[]::new);
        Cli.Result cli = new Cli(folder).run(command);
        assertEquals(0, cli.exit(), cli.err());
        return Kustomize.read("printed", cli.out());
    }

    private void areAsDefined(List<RenderedObject> objects, String... kinds) {
        assertEquals(List.of(kinds), objects.stream().map(RenderedObject::kind).toList());
        for (RenderedObject object : objects) {
            Map<?, ?> schema = schemas.get(object.apiVersion() + " " + object.kind());
            assertTrue(schema != null, () -> object.apiVersion() + " " + object.kind() + " is not defined");
            assertEquals(List.of(), wrong("", object.content(), schema), object::yaml);
        }
    }

    @Test
    void whatIsPrintedIsWhatFluxAndArgoCdTake() throws IOException {
        readSchemas();
        String git = "https://git.example/platform.git";
        areAsDefined(printed("--for", "flux", "--stage", "2", "--repository", git), "GitRepository", "Kustomization");
        areAsDefined(
                printed("--for", "flux", "--stage", "1", "--repository", "oci://registry.example/platform"),
                "OCIRepository",
                "Kustomization");
        areAsDefined(printed("--for", "argocd", "--stage", "3", "--repository", git), "Application");
        Path overlays = folder.resolve("gitops/overlays");
        Files.createDirectories(folder.resolve(".git"));
        for (String name : List.of("prod", "test")) {
            Files.writeString(
                    Files.createDirectories(overlays.resolve(name)).resolve("kustomization.yaml"), "resources: []\n");
        }
        String all = overlays.toString();
        List<RenderedObject> flux = printed("--for", "flux", "--overlay", all, "--repository", git, "--name", "shop");
        areAsDefined(flux, "GitRepository", "Kustomization", "Kustomization");
        assertEquals(
                "./gitops/overlays/prod", map(flux.get(1).content().get("spec")).get("path"));
        areAsDefined(
                printed("--for", "argocd", "--overlay", all, "--repository", git, "--name", "shop"), "ApplicationSet");
    }

    @Test
    void theSchemasAreNotTakenForGranted() throws IOException {
        readSchemas();
        RenderedObject good = printed("--for", "flux", "--stage", "1", "--repository", "https://git.example/p.git")
                .getLast();
        Map<String, Object> spec = new LinkedHashMap<>();
        map(good.content().get("spec")).forEach((name, value) -> spec.put(name.toString(), value));
        spec.remove("sourceRef");
        spec.put("interval", "often");
        spec.put("prnue", true);
        List<String> wrong = wrong(
                "spec",
                spec,
                map(map(schemas.get("kustomize.toolkit.fluxcd.io/v1 Kustomization")
                                .get("properties"))
                        .get("spec")));
        assertEquals(3, wrong.size(), wrong::toString);
    }

    @Test
    void whatLacksIsSaid() {
        for (String[] words : List.of(
                new String[] {"render", "--for", "flux", "--stage", "1"},
                new String[] {"render", "--for", "argo", "--stage", "1", "--repository", "https://x.example/p"},
                new String[] {"render", "--for", "argocd", "--stage", "1", "--repository", "oci://x.example/p"},
                new String[] {"render", "--for", "flux", "--repository", "https://x.example/p"})) {
            Cli.Result cli = new Cli(folder).run(words);
            assertEquals(2, cli.exit(), cli.err());
            assertTrue(cli.err().contains("COMMAND_LINE_WRONG"), cli.err());
        }
    }
}
