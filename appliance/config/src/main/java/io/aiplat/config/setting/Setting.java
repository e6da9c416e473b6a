package io.aiplat.config.setting;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ListForm;
import io.aiplat.config.MapForm;
import io.aiplat.config.Section;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing a person can decide.
///
/// @param key      its path in `aiplat.yaml`, words joined by dots
/// @param form     how it is written and read
/// @param fallback what is used where nobody decides, as a variable would say it; null for "not set"
/// @param flag     of the commands that take settings; null where only `--set` reaches it
/// @param doc      for the reference, one or two sentences
public record Setting<T>(
        String key,
        ValueForm<T> form,
        @Nullable String fallback,
        @Nullable String flag,
        String doc) {

    /// A setting that only `aiplat.yaml`, its variable and `--set` decide.
    public Setting(String key, ValueForm<T> form, @Nullable String fallback, String doc) {
        this(key, form, fallback, null, doc);
    }

    /// The environment variable that decides it.
    public String variable() {
        return variable(key);
    }

    /// The environment variable that decides a key.
    public static String variable(String key) {
        return "AIPLAT_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Whether it is one text, or several separated by commas; otherwise it is a list of objects or the like.
    public boolean isText() {
        return !(form instanceof Section || form instanceof ListForm || form instanceof MapForm);
    }

    /// What a text means that a flag or a variable states: itself, or YAML where it is no text.
    ///
    /// @param label how places call the text
    /// @throws BoundedYaml.Malformed if it should be YAML and is none
    public YamlNode node(String label, String text) throws BoundedYaml.Malformed {
        return isText()
                ? YamlNode.Scalar.of(text)
                : BoundedYaml.compose(label, text).orElse(new YamlNode.Scalar(text, true, 0, 0));
    }
}
