package io.aiplat.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [ModelStore] does alike, tried with the models in the JAR.
public interface ModelStoreContract {
    BundledModel SMOKE = BundledModel.ALL.get(0);
    BundledModel SMOKE_EMBED = BundledModel.ALL.get(1);

    /// One with both models in it.
    ModelStore store();

    private StoredModel stored(String name) {
        return store().stored().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void listsWhatItHas() {
        StoredModel smoke = stored(SMOKE.name());
        assertEquals(SMOKE.bytes(), smoke.bytes(), 4096);
        assertTrue(smoke.created().isAfter(Instant.EPOCH));
        assertEquals(Optional.empty(), store().warning(SMOKE.name()));
    }

    @Test
    default void putsTheSameModelOnlyOnce() {
        Instant created = stored(SMOKE.name()).created();
        List<String> steps = new ArrayList<>();
        store().put(SMOKE, (what, _, _) -> steps.add(what));
        assertEquals(created, stored(SMOKE.name()).created());
        assertEquals(List.of(), steps);
    }

    @Test
    default void forgetsAModelThatIsRemovedAndTakesItAgain() {
        store().remove(SMOKE_EMBED.name());
        assertTrue(store().stored().stream().noneMatch(model -> model.name().equals(SMOKE_EMBED.name())));
        List<Long> done = new ArrayList<>();
        store().put(SMOKE_EMBED, (_, bytes, _) -> done.add(bytes));
        assertEquals(SMOKE_EMBED.bytes(), stored(SMOKE_EMBED.name()).bytes(), 4096);
        assertFalse(done.isEmpty());
        store().put(SMOKE_EMBED, Progress.NONE);
    }

    /// Facts of the two files, whoever keeps them: see their README in `models/`.
    @Test
    default void saysWhatTheFilesSayOfAModel() {
        ModelDetails smoke = store().details(SMOKE.name());
        assertEquals(SMOKE.name(), smoke.name());
        assertEquals("llama", smoke.architecture());
        assertEquals("F16", smoke.quantisation());
        assertEquals(1_524_096, smoke.parameters());
        assertNull(smoke.licence());
        assertEquals(4096, smoke.context());
        assertNotNull(smoke.template());
        assertEquals(List.of("0"), smoke.defaults().get("temperature"));
        assertFalse(smoke.embeds());
        assertTrue(smoke.bytes() >= SMOKE.bytes(), smoke::toString);
        assertTrue(smoke.created().isAfter(Instant.EPOCH));
        assertTrue(store().details(SMOKE_EMBED.name()).embeds());
        assertThrows(ModelNotFound.class, () -> store().details("no-such-model"));
    }

    @Test
    default void knowsWeightsByTheirDigest() {
        String digest = "sha256:" + SMOKE.sha256();
        assertEquals(digest, store().digest(SMOKE.name(), Progress.NONE));
        assertEquals(digest, store().digest(SMOKE.name() + ":latest", Progress.NONE));
        assertThrows(ModelNotFound.class, () -> store().digest("no-such-model", Progress.NONE));
    }

    @Test
    default void handsOutTheFilesOfAModel() throws IOException {
        ModelParts parts = store().parts(SMOKE.name());
        assertEquals(1, parts.weights().size());
        assertEquals(SMOKE.sha256(), Digests.sha256(parts.weights().getFirst()));
        assertNull(parts.projector());
        Modelfile said = Modelfile.parse(SMOKE.name(), parts.modelfile());
        assertEquals(List.of("0"), said.parameters().get("temperature"));
        assertThrows(ModelNotFound.class, () -> store().parts("no-such-model"));
    }

    @Test
    default void saysThatAModelToRemoveIsNotThere() {
        ModelNotFound e = assertThrows(ModelNotFound.class, () -> store().remove("no-such-model"));
        assertTrue(e.reason().contains("no-such-model"), e.reason());
    }
}
