package io.aiplat.operator;

import io.aiplat.operator.modelrouter.ModelRouter;
import io.aiplat.operator.ollama.AyakaModel;
import io.aiplat.operator.ollama.OllamaModel;
import io.aiplat.testkit.Golden;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The definitions in the JAR are those that follow from the records.
class CustomResourceDefinitionsTest {
    private static final String PACKED = "../../main/resources/crds";

    @TempDir
    Path folder;

    @Test
    void followFromTheRecords() throws IOException {
        new CRDGenerator()
                .customResourceClasses(OllamaModel.class, AyakaModel.class, ModelRouter.class)
                .forCRDVersions("v1")
                .inOutputDir(folder.toFile())
                .generate();
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                names.add(String.valueOf(file.getFileName()));
                Golden.matches(PACKED + "/" + file.getFileName(), Files.readString(file));
            }
        }
        Golden.folderHoldsOnly(PACKED, names);
    }
}
