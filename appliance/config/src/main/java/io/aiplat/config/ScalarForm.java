package io.aiplat.config;

import org.jspecify.annotations.Nullable;

/// A value of one word or text.
///
/// @param parse throws [IllegalArgumentException] with what follows the text in a sentence: "is no port."
public record ScalarForm<T>(String words, Parse<T> parse) implements ValueForm<T> {
    /// Turns a text into a value.
    public interface Parse<T> {
        /// The value.
        ///
        /// @throws IllegalArgumentException with what follows the text in a sentence
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
            // The text as written and not what came of it: that may be secret.
            String written = ConfigParse.shown(scalar.text().replaceAll("//[^/@]*@", "//***@"));
            reading.refuse(path, node, "'" + written + "' " + e.getMessage(), this);
        }
        return null;
    }
}
