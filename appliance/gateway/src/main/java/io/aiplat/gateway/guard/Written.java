package io.aiplat.gateway.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How texts are written in one value, or one name, of a document.
sealed interface Written {
    /// The texts in it.
    List<Text> texts();

    /// The value with other texts; as many as there are.
    ///
    /// @return null if they are the same
    @Nullable
    String with(List<Text> passed);

    /// A text that is nothing else.
    record Plain(Text text) implements Written {
        @Override
        public List<Text> texts() {
            return List.of(text);
        }

        @Override
        public @Nullable String with(List<Text> passed) {
            String other = passed.getFirst().text();
            return other.equals(text.text()) ? null : other;
        }
    }

    /// A text in base64, and what stands before it.
    record Encoded(EncodedText encoded, Text head, Text text) implements Written {
        @Override
        public List<Text> texts() {
            return List.of(head, text);
        }

        @Override
        public @Nullable String with(List<Text> passed) {
            return passed.equals(texts())
                    ? null
                    : encoded.with(passed.getFirst().text(), passed.getLast().text());
        }
    }

    /// A file that nobody can read, behind something that one can.
    record Headed(Text head, String all) implements Written {
        @Override
        public List<Text> texts() {
            return List.of(head);
        }

        @Override
        public @Nullable String with(List<Text> passed) {
            String other = passed.getFirst().text();
            return other.equals(head.text())
                    ? null
                    : other + all.substring(head.text().length());
        }
    }

    /// A document of its own.
    ///
    /// @param from where it begins in the bytes
    /// @param to   where it ends
    record Inner(byte[] json, int from, int to, List<Spot> spots) implements Written {
        @Override
        public List<Text> texts() {
            List<Text> all = new ArrayList<>();
            spots.forEach(spot -> all.addAll(spot.written().texts()));
            return all;
        }

        @Override
        public @Nullable String with(List<Text> passed) {
            Patch patch = new Patch(json, from, to);
            int at = 0;
            for (Spot spot : spots) {
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
    record Passed(@Nullable String changed) implements Written {
        @Override
        public List<Text> texts() {
            return List.of();
        }

        @Override
        public @Nullable String with(List<Text> passed) {
            return changed;
        }
    }
}
