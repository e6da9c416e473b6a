package io.aiplat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBundlesFileTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheirNamesAndNoFileForNone() throws IOException {
        InstalledBundlesFile file = new InstalledBundlesFile(new Home(folder));
        assertEquals(List.of(), file.read());
        file.write(List.of());
        assertFalse(Files.exists(folder.resolve("bundles.json")));
        file.write(List.of("traces", "store"));
        assertEquals(List.of("traces", "store"), file.read());
        assertEquals("""
                {
                  "format" : 1,
                  "bundles" : [ "traces", "store" ]
                }
                """, Files.readString(folder.resolve("bundles.json")));
        file.write(List.of());
        assertFalse(Files.exists(folder.resolve("bundles.json")));
    }

    @Test
    void refusesWhatItDidNotWrite() throws IOException {
        assertEquals("STORE_STATE_BROKEN", refused("{}"));
        assertEquals("STORE_STATE_NEWER", refused("{\"format\": 2, \"bundles\": []}"));
    }

    private String refused(String text) throws IOException {
        Files.writeString(folder.resolve("bundles.json"), text);
        InstalledBundlesFile file = new InstalledBundlesFile(new Home(folder));
        return assertThrows(ApplianceException.class, file::read)
                .problem()
                .code()
                .id();
    }
}
