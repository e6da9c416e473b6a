package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingSuggestionTest {
    private static final List<String> WORDS = List.of("docker", "existing", "none", "up");

    @Test
    void findsALetterAddedLeftOutChangedOrSwapped() {
        for (String typed : List.of("dockerr", "dcker", "doxker", "dokcer")) {
            assertEquals(Optional.of("docker"), SpellingSuggestion.to(typed, WORDS), typed);
        }
    }

    @Test
    void doesNotGuessWildly() {
        assertEquals(Optional.empty(), SpellingSuggestion.to("kubernetes", WORDS));
        assertEquals(Optional.empty(), SpellingSuggestion.to("xy", WORDS));
    }
}
