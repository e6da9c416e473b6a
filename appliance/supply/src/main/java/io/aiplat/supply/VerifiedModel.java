package io.aiplat.supply;

/// Verified model: what was found when its bytes were compared with the digests they should have.
///
/// @param why what is wrong or was mended, or why nothing is known, a full sentence; empty where it is intact
public record VerifiedModel(String name, State state, String why) {
    /// What was found.
    public enum State {
        /// All bytes are those that came.
        INTACT,
        /// Some are not.
        DAMAGED,
        /// Some were not, and came again.
        REPAIRED,
        /// Nobody has written down which bytes it should have, or nobody here can read them.
        UNKNOWN;

        /// As people and programs write it.
        public String word() {
            return switch (this) {
                case INTACT -> "intact";
                case DAMAGED -> "damaged";
                case REPAIRED -> "repaired";
                case UNKNOWN -> "unknown";
            };
        }
    }
}
