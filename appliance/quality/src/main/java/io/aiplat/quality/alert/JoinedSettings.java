package io.aiplat.quality.alert;

import io.aiplat.config.ConfigParse;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.quality.alert.notice.EmailAccount;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Settings that make an account only together.
///
/// @param made throws [IllegalArgumentException] with a full sentence where they do not
record JoinedSettings(Supplier<EmailAccount> made) implements ValueForm<EmailAccount> {
    @Override
    public String words() {
        return "all settings of e-mail, or none";
    }

    @Override
    public @Nullable EmailAccount read(YamlNode node, String path, ConfigParse reading) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            reading.refuse(path, node, String.valueOf(e.getMessage()), this);
            return null;
        }
    }
}
