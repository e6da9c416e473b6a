package io.aiplat.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of one word or text.
///
/// @param choices all that may be written, where these are few words; none where they are many
/// @param parse   throws [IllegalArgumentException] with what follows the text in a sentence: "is no port.", or with a
///                whole sentence, which does not show the text
public record ScalarForm<T>(String words, List<String> choices, Parse<T> parse) implements ValueForm<T> {
    public ScalarForm {
        choices = List.copyOf(choices);
    }

    /// A form of many values.
    public ScalarForm(String words, Parse<T> parse) {
        this(words, List.of(), parse);
    }

    /// Turns a text into a value.
    public interface Parse<T> {
        /// The value.
        ///
        /// @throws IllegalArgumentException with what follows the text in a sentence, or a whole one
        T apply(String text, ConfigParse reading);
    }

    @Override
    public @Nullable T read(YamlNode node, String path, ConfigParse reading) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            reading.refuse(path, node, "There is nothing, or something with keys or items of its own.", this);
            return null;
        }
        try {
            return parse.apply(reading.interpolation().apply(scalar.text()), reading);
        } catch (Interpolation.Unavailable e) {
            reading.report(reading.wording().valueUnavailable(path, reading.place(node), e.reason(), e.fix()));
        } catch (IllegalArgumentException e) {
            reading.refuse(path, node, sentence(scalar.text(), String.valueOf(e.getMessage())), this);
        }
        return null;
    }

    private static String sentence(String text, String reason) {
        if (reason.isEmpty() || !Character.isLowerCase(reason.codePointAt(0))) {
            return reason;
        }
        // The text as written and not what came of it: that may be secret.
        return "'" + ConfigParse.shown(text.replaceAll("//[^/@]*@", "//***@")) + "' " + reason;
    }
}
