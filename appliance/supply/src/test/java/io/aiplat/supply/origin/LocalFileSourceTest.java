package io.aiplat.supply.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSourceContract;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileSourceTest implements ModelSourceContract {
    @TempDir
    Path folder;

    @Override
    public ModelSource source() {
        return new LocalFileSource();
    }

    @Override
    public String reference() throws IOException {
        Path contract = folder.resolve("contract.gguf");
        return Files.exists(contract)
                ? contract.toString()
                : file("contract.gguf", WEIGHTS).toString();
    }

    @Override
    public String missing() {
        return folder.resolve("nothing.gguf").toString();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static RemoteModel resolve(Path path) {
        return new LocalFileSource().resolve(path.toString());
    }

    private static Problem refusal(Path path) {
        return assertThrows(ApplianceException.class, () -> resolve(path)).problem();
    }

    private static List<String> parts(RemoteModel model) {
        return model.parts().stream()
                .map(part -> part.role() + " " + part.file())
                .toList();
    }

    private static String read(RemotePart part, long from, long most) throws Exception {
        try (InputStream in = part.blob().open(from, most)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void takesAFileWithWhatItsModelfileSays() throws Exception {
        Path file = file("Tiny Model.gguf", "GGUF0123456789");
        file("Tiny Model.Modelfile", """
                FROM ./Tiny Model.gguf
                SYSTEM Be brief.
                PARAMETER temperature 0.5
                PARAMETER num_ctx 2048
                PARAMETER stop "<a>"
                PARAMETER stop "<b>"
                """);
        RemoteModel model = resolve(file);
        assertEquals("tiny-model", model.name());
        assertEquals(file.toString(), model.source());
        assertEquals(List.of("WEIGHTS Tiny Model.gguf", "SYSTEM system", "PARAMETERS params"), parts(model));
        assertEquals("345", read(model.parts().get(0), 7, 3));
        assertEquals("Be brief.", read(model.parts().get(1), 0, -1));
        assertEquals(
                "{\"num_ctx\":2048,\"stop\":[\"<a>\",\"<b>\"],\"temperature\":0.5}",
                read(model.parts().get(2), 0, -1));
    }

    @Test
    void takesAllPartsAndTheProjectorOfTheFolder() throws Exception {
        file("m-00001-of-00002.gguf", "GGUF1");
        file("m-00002-of-00002.gguf", "GGUF2");
        file("mmproj-F16.gguf", "GGUFp");
        List<String> all =
                List.of("WEIGHTS m-00001-of-00002.gguf", "WEIGHTS m-00002-of-00002.gguf", "PROJECTOR mmproj-F16.gguf");
        assertEquals(all, parts(resolve(folder.resolve("m-00002-of-00002.gguf"))));
        assertEquals(all, parts(resolve(folder)));
        Files.delete(folder.resolve("m-00001-of-00002.gguf"));
        assertEquals(
                "It is one of 2 parts of a model, and this one is not there.",
                refusal(folder.resolve("m-00002-of-00002.gguf")).why());
    }

    @Test
    void takesNoProjectorOfAnotherModel() throws Exception {
        file("a.gguf", "GGUF");
        file("b.gguf", "GGUF");
        file("mmproj-b.gguf", "GGUF");
        assertEquals(List.of("WEIGHTS a.gguf"), parts(resolve(folder.resolve("a.gguf"))));
        assertEquals(List.of("WEIGHTS b.gguf", "PROJECTOR mmproj-b.gguf"), parts(resolve(folder.resolve("b.gguf"))));
        assertEquals(
                "The folder has 2 models; name the file of one.",
                refusal(folder).why());
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        file("model.safetensors", "x");
        file("notes.gguf", "hello");
        assertEquals(
                "MODELS_NOT_GGUF_THERE",
                refusal(folder.resolve("notes.gguf")).code().id());
        Problem near = refusal(folder.resolve("note.gguf"));
        assertEquals("MODELS_NO_MODEL_FILE", near.code().id());
        assertEquals(
                "Did you mean this one? aiplat models pull " + folder.resolve("notes.gguf"),
                near.fixes().getFirst());
        Files.delete(folder.resolve("notes.gguf"));
        assertEquals("MODELS_SAFETENSORS_ONLY", refusal(folder).code().id());
        assertEquals(
                "MODELS_SAFETENSORS_ONLY",
                refusal(folder.resolve("model.safetensors")).code().id());
        Files.delete(folder.resolve("model.safetensors"));
        assertEquals("There is no GGUF file in this folder.", refusal(folder).why());
    }

    @Test
    void noticesThatTheFileChangesMeanwhile() throws Exception {
        Path file = file("m.gguf", "GGUF");
        RemotePart part = resolve(file).parts().getFirst();
        Files.writeString(file, "GGUF and more");
        assertThrows(IOException.class, () -> part.blob().open(0, -1));
    }
}
