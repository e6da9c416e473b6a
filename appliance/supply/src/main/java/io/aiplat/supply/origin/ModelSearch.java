package io.aiplat.supply.origin;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.catalog.Profile;
import io.aiplat.supply.BundledModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Search for models by parts of their names: among those that are here, those that are suggested, and on Hugging
/// Face. Ollama's registry has no search for programs.
public final class ModelSearch {
    /// How many of Hugging Face may be asked for at once.
    public static final int MOST = 100;

    private final Supplier<? extends Collection<String>> here;
    private final List<Profile> suggested;
    private final HuggingFaceSource hub;

    /// A search.
    ///
    /// @param here      names of models of this home, besides those in the JAR
    /// @param suggested by this version
    public ModelSearch(Supplier<? extends Collection<String>> here, List<Profile> suggested, HuggingFaceSource hub) {
        this.here = here;
        this.suggested = List.copyOf(suggested);
        this.hub = hub;
    }

    /// A model that was found.
    ///
    /// @param model to pull, or of this home
    /// @param where it was found
    /// @param bytes to download; 0 where that is not known
    /// @param note  for people
    public record Found(String model, Place where, long bytes, String note) {}

    /// Where a model was found.
    public enum Place {
        /// In this home, or in the JAR.
        HERE,
        /// Among those that this version suggests.
        SUGGESTED,
        /// On Hugging Face.
        HUGGINGFACE;

        /// The same in small letters.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a search has found.
    ///
    /// @param unreachable why Hugging Face was not searched; null where it was
    public record Result(List<Found> found, @Nullable Problem unreachable) {
        public Result {
            found = List.copyOf(found);
        }
    }

    /// Searches.
    ///
    /// @param words all of which a name has, in any case
    /// @param most  of Hugging Face, 1 to [#MOST]
    public Result search(List<String> words, int most) {
        List<Found> found = new ArrayList<>();
        Map<String, String> notes = new TreeMap<>();
        BundledModel.ALL.forEach(model -> notes.put(model.name(), "comes with aiplat"));
        here.get().forEach(name -> notes.put(name, "in this home"));
        notes.forEach((name, note) -> {
            if (matches(words, name)) {
                found.add(new Found(name, Place.HERE, 0, note));
            }
        });
        suggested.stream()
                .flatMap(profile -> profile.models().stream())
                .filter(one -> matches(words, one.model() + " " + one.description()))
                .map(one -> new Found(one.model(), Place.SUGGESTED, one.bytes(), one.description()))
                .distinct()
                .forEach(found::add);
        try {
            hub.search(String.join(" ", words), most).forEach(one -> found.add(ofHub(one)));
            return new Result(found, null);
        } catch (ApplianceException e) {
            return new Result(found, e.problem());
        }
    }

    private static boolean matches(List<String> words, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static Found ofHub(HubModel model) {
        String licence = model.licence() == null ? "no licence said" : model.licence();
        String note = model.downloads() + " downloads, " + licence + (model.hasTerms() ? ", terms to accept" : "");
        return new Found(model.reference(), Place.HUGGINGFACE, 0, note);
    }
}
