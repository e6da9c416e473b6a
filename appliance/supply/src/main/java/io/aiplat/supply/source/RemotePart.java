package io.aiplat.supply.source;

import java.util.Locale;

/// Part of a remote model.
///
/// @param role what it is for
/// @param file its name at the source, without folders
/// @param blob its bytes
public record RemotePart(Role role, String file, RemoteBlob blob) {
    /// A source may call its files whatever it likes; what is no name of a file is none here either.
    public RemotePart {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        boolean good = !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.length() <= 255
                && name.chars().noneMatch(Character::isISOControl);
        file = good ? name : role.name().toLowerCase(Locale.ROOT);
    }

    /// What a part is for.
    public enum Role {
        /// A GGUF file of weights, or one of several that a model was split into.
        WEIGHTS,
        /// A GGUF file that turns pictures or sound into tokens (`mmproj`).
        PROJECTOR,
        /// A GGUF file of a LoRA adapter.
        ADAPTER,
        /// A chat template, in the syntax that Ollama has for it.
        TEMPLATE,
        /// A system message.
        SYSTEM,
        /// Parameters as JSON, as Ollama keeps them.
        PARAMETERS,
        /// Text of a licence.
        LICENCE
    }
}
