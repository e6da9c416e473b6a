package io.aiplat.routing.file;

import io.aiplat.routing.RoutingProblems;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A value of one word or text.
///
/// @param parse throws [IllegalArgumentException] with what follows the text in a sentence: "is no port."
record ScalarForm<T>(String words, Parse<T> parse) implements ValueForm<T> {
    /// Turns a text into a value.
    interface Parse<T> {
        T apply(String text, ConfigParse reading);
    }

    @Override
    public @Nullable T read(Node node, String path, ConfigParse reading) {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            reading.refuse(path, node, "There is nothing, or something with keys or items of its own.", this);
            return null;
        }
        try {
            return parse.apply(reading.interpolation().apply(scalar.getValue()), reading);
        } catch (Interpolation.Unavailable e) {
            reading.report(RoutingProblems.valueUnavailable(path, reading.place(node), e.reason(), e.fix()));
        } catch (IllegalArgumentException e) {
            // The text as written and not what came of it: that may be secret.
            String written = ConfigParse.shown(scalar.getValue().replaceAll("//[^/@]*@", "//***@"));
            reading.refuse(path, node, "'" + written + "' " + e.getMessage(), this);
        }
        return null;
    }
}
