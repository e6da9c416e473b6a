package io.aiplat.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Digests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedModelTest {
    static List<PackedModel> all() {
        return PackedModel.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWhatItSays(PackedModel model) throws Exception {
        byte[] bytes = GgufFixture.bytes(model);
        assertEquals(model.bytes(), bytes.length);
        assertEquals(model.sha256(), Digests.sha256(bytes));
    }
}
