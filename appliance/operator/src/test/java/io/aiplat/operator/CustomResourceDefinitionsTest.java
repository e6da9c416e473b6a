package io.aiplat.operator;

import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.testkit.Golden;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The definitions in the JAR, and their reference, are those that follow from the records.
class CustomResourceDefinitionsTest {
    private static final String PACKED = "../../main/resources/crds";
    private static final String REFERENCE = "../../../../../docs/reference/custom-resources.md";

    /// By their groups.
    private static List<Class<? extends CustomResource<?, ?>>> kinds() {
        List<Class<? extends CustomResource<?, ?>>> all = new ArrayList<>();
        ResourceOperator.kinds(MadeUpRealizers.noCluster(), InstantSource.system())
                .forEach(kind -> all.add(kind.type()));
        all.sort(Comparator.comparing(CustomResource::getCRDName));
        return all;
    }

    @TempDir
    Path folder;

    @Test
    void followFromTheRecords() throws IOException {
        StringBuilder reference = new StringBuilder(Files.readString(Path.of("src/test/resources/reference.md")));
        List<String> names = new ArrayList<>();
        for (Class<? extends CustomResource<?, ?>> kind : kinds()) {
            String name = CustomResource.getCRDName(kind);
            new CRDGenerator()
                    .customResourceClasses(List.of(kind))
                    .forCRDVersions("v1")
                    .inOutputDir(folder.toFile())
                    .withPostProcessor(described(kind))
                    .generate();
            String file = name + "-v1.yml";
            String yaml = Files.readString(folder.resolve(file));
            Golden.matches(PACKED + "/" + file, yaml);
            names.add(file);
            reference.append(page(Serialization.unmarshal(yaml, CustomResourceDefinition.class)));
        }
        Golden.folderHoldsOnly(PACKED, names);
        Golden.matches(REFERENCE, reference.toString());
    }

    private static CRDPostProcessor described(Class<? extends CustomResource<?, ?>> kind) {
        ParameterizedType parent = (ParameterizedType) kind.getGenericSuperclass();
        return new CRDPostProcessor() {
            @Override
            public HasMetadata process(HasMetadata object, String crdVersion) {
                Map<String, JSONSchemaProps> properties = version((CustomResourceDefinition) object)
                        .getSchema()
                        .getOpenAPIV3Schema()
                        .getProperties();
                RecordComments.describe(properties.get("spec"), (Class<?>) parent.getActualTypeArguments()[0]);
                RecordComments.describe(properties.get("status"), (Class<?>) parent.getActualTypeArguments()[1]);
                return object;
            }
        };
    }

    private static CustomResourceDefinitionVersion version(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().getFirst();
    }

    private static String page(CustomResourceDefinition definition) {
        CustomResourceDefinitionVersion version = version(definition);
        String group = definition.getSpec().getGroup() + "/" + version.getName();
        StringBuilder page =
                new StringBuilder("\n## " + definition.getSpec().getNames().getKind() + " of " + group
                        + "\n\n`kubectl get " + definition.getMetadata().getName() + "`\n");
        Map<String, JSONSchemaProps> properties =
                version.getSchema().getOpenAPIV3Schema().getProperties();
        for (String part : List.of("spec", "status")) {
            page.append("\n| field | type | |\n|---|---|---|\n");
            rows(page, part, properties.get(part));
        }
        return page.toString();
    }

    private static void rows(StringBuilder page, String path, JSONSchemaProps schema) {
        schema.getXKubernetesValidations()
                .forEach(rule -> page.append("| `" + path + "` | rule | ")
                        .append(rule.getMessage())
                        .append(". |\n"));
        new TreeMap<>(schema.getProperties()).forEach((name, property) -> {
            JSONSchemaProps inner =
                    property.getItems() == null ? property : property.getItems().getSchema();
            String below = path + "." + name + (property.getItems() == null ? "" : "[]");
            boolean needed = schema.getRequired().contains(name);
            page.append("| `" + below + "` | ")
                    .append(inner.getType() == null ? "anything" : inner.getType())
                    .append(needed ? ", required" : "")
                    .append(
                            property.getDefault() == null
                                    ? ""
                                    : ", `" + property.getDefault().asText() + "` by default")
                    .append(" | ")
                    .append(property.getDescription() == null ? "" : property.getDescription())
                    .append(" |\n");
            // What is Kubernetes' own is told by its reference.
            if (inner.getProperties().values().stream().anyMatch(each -> each.getDescription() != null)) {
                rows(page, below, inner);
            }
        });
    }
}
