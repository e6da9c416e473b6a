package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.config.kustomize.Kustomize;
import io.aiplat.config.manifest.RenderedObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageFoldersTest {
    /// Kinds that are in no namespace.
    private static final Set<String> IN_NONE = Set.of("Namespace", "DataScienceCluster");

    private static List<String> names(String stage) {
        try (StageFolders stages = StageFolders.open()) {
            return Kustomize.build(stages.overlay(stage)).stream()
                    .map(object -> object.kind() + "/" + object.name())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachStageHasTheOneBefore() {
        assertEquals(List.of("DataScienceCluster/default-dsc", "Model/assistant", "Namespace/private-ai"), names("1"));
        assertTrue(names("2").containsAll(names("1")), names("2")::toString);
        assertTrue(names("3").containsAll(names("2")), names("3")::toString);
        assertEquals(
                List.of(
                        "AITeam/agents",
                        "AITeam/private-data",
                        "DataScienceCluster/default-dsc",
                        "Model/assistant",
                        "Model/embeddings",
                        "Namespace/private-ai"),
                names("3"));
    }

    @Test
    void aStageSwitchesItsComponentsOn() {
        try (StageFolders stages = StageFolders.open()) {
            String first = Kustomize.build(stages.overlay("1")).stream()
                    .filter(object -> object.kind().equals("DataScienceCluster"))
                    .map(RenderedObject::yaml)
                    .findFirst()
                    .orElseThrow();
            assertEquals(3, first.split("managementState: Managed", -1).length - 1, first);
        }
    }

    @Test
    void allOfItIsInOneNamespace() {
        try (StageFolders stages = StageFolders.open()) {
            for (RenderedObject object : Kustomize.build(stages.overlay("3"))) {
                assertTrue(IN_NONE.contains(object.kind()) || object.namespace().equals("private-ai"), object::yaml);
            }
        }
    }
}
