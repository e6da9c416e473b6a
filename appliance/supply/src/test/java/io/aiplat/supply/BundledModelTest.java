package io.aiplat.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.Digests;
import io.aiplat.supply.gguf.GgufFixture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BundledModelTest {
    static List<BundledModel> all() {
        return BundledModel.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void isWhatItSays(BundledModel model) throws Exception {
        byte[] bytes = GgufFixture.bytes(model);
        assertEquals(model.bytes(), bytes.length);
        assertEquals(model.sha256(), Digests.sha256(bytes));
    }
}
