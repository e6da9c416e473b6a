package io.aiplat.supply.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.BundledModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFactsTest {
    @TempDir
    Path folder;

    private GgufFacts facts(byte[]... files) throws IOException {
        Path[] paths = new Path[files.length];
        for (int i = 0; i < files.length; i++) {
            paths[i] = Files.write(folder.resolve(i + ".gguf"), files[i]);
        }
        return GgufFacts.read(List.of(paths));
    }

    /// A file with one tensor of 64 numbers.
    private static byte[] licensed(String... keysAndTexts) {
        ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(1);
        out.putLong(2 + keysAndTexts.length / 2);
        text(out, "general.architecture").putInt(8);
        text(out, "llama");
        text(out, "general.file_type").putInt(4).putInt(15);
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            text(out, keysAndTexts[i]).putInt(8);
            text(out, keysAndTexts[i + 1]);
        }
        text(out, "x").putInt(2).putLong(32).putLong(2).putInt(0).putLong(0);
        return out.array();
    }

    private static ByteBuffer text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out.putLong(bytes.length).put(bytes);
    }

    @Test
    void areReadOffTheFirstFileAndParametersOffAll() throws IOException {
        GgufFacts smoke = facts(GgufFixture.bytes(BundledModel.ALL.getFirst()));
        assertEquals(new GgufFacts("F16", null, 1_524_096), smoke);
        assertEquals(
                new GgufFacts("Q4_K_M", "mit", 128),
                facts(licensed("general.license", "mit"), licensed("general.license", "other")));
    }

    @Test
    void aLicenceWithoutAnIdentifierGoesByItsName() throws IOException {
        assertEquals(
                "gemma",
                facts(licensed("general.license", "other", "general.license.name", "gemma"))
                        .licence());
        assertEquals("gemma", facts(licensed("general.license.name", "gemma")).licence());
        assertEquals(
                "mit",
                facts(licensed("general.license", "mit", "general.license.name", "MIT"))
                        .licence());
        assertNull(facts(licensed("general.license", " ")).licence());
    }

    @Test
    void quantisationsAreNamedAsLlamaCppNamesThem() {
        assertEquals("MXFP4_MOE", GgufFileType.word(38));
        assertEquals("Q8_0", GgufFileType.word(1024 + 7), "it was guessed");
        assertNull(GgufFileType.word(5), "it was given up");
        assertNull(GgufFileType.word(-1));
        assertNull(GgufFileType.word(1L << 40));
    }

    @Test
    void aBrokenFileIsSaidToBeBroken() {
        ApplianceException e = assertThrows(ApplianceException.class, () -> facts(new byte[] {'G', 'G'}));
        assertEquals("MODELS_FILE_BROKEN", e.problem().code().id());
    }
}
