package io.aiplat.gateway.guard;

import io.aiplat.gateway.guard.evaluation.EncodedText;
import io.aiplat.gateway.guard.evaluation.GuardText;
import io.aiplat.wire.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encoding of texts within one value, or one name, of a document.
sealed interface TextEncoding {
    /// The texts in it.
    List<GuardText> texts();

    /// The value with other texts; as many as there are.
    ///
    /// @return null if they are the same
    @Nullable
    String with(List<GuardText> passed);

    /// A text that is nothing else.
    record Plain(GuardText text) implements TextEncoding {
        @Override
        public List<GuardText> texts() {
            return List.of(text);
        }

        @Override
        public @Nullable String with(List<GuardText> passed) {
            String other = passed.getFirst().text();
            return other.equals(text.text()) ? null : other;
        }
    }

    /// A text in base64, and what stands before it.
    record Encoded(EncodedText encoded, GuardText head, GuardText text) implements TextEncoding {
        @Override
        public List<GuardText> texts() {
            return List.of(head, text);
        }

        @Override
        public @Nullable String with(List<GuardText> passed) {
            return passed.equals(texts())
                    ? null
                    : encoded.with(passed.getFirst().text(), passed.getLast().text());
        }
    }

    /// A file that nobody can read, behind something that one can.
    record Headed(GuardText head, String all) implements TextEncoding {
        @Override
        public List<GuardText> texts() {
            return List.of(head);
        }

        @Override
        public @Nullable String with(List<GuardText> passed) {
            String other = passed.getFirst().text();
            return other.equals(head.text())
                    ? null
                    : other + all.substring(head.text().length());
        }
    }

    /// A document of its own.
    ///
    /// @param json it, in its place
    record Inner(ByteSlice json, List<TextSpan> spots) implements TextEncoding {
        int from() {
            return json.offset();
        }

        int to() {
            return json.offset() + json.length();
        }

        /// What is to be changed in it.
        BytePatch patch() {
            return new BytePatch(json.bytes(), from(), to());
        }

        @Override
        public List<GuardText> texts() {
            List<GuardText> all = new ArrayList<>();
            spots.forEach(spot -> all.addAll(spot.written().texts()));
            return all;
        }

        @Override
        public @Nullable String with(List<GuardText> passed) {
            BytePatch patch = patch();
            int at = 0;
            for (TextSpan spot : spots) {
                int count = spot.written().texts().size();
                spot.patch(passed.subList(at, at + count), patch);
                at += count;
            }
            return patch.isChanged() ? patch.text() : null;
        }
    }

    /// What was looked at already.
    ///
    /// @param changed null if nothing was changed
    record Passed(@Nullable String changed) implements TextEncoding {
        @Override
        public List<GuardText> texts() {
            return List.of();
        }

        @Override
        public @Nullable String with(List<GuardText> passed) {
            return changed;
        }
    }
}
