package io.aiplat.wire.sse;

import java.io.IOException;

/// An event of which more would have to be kept than was agreed, or than there is memory for. The message says
/// which.
public final class EventTooLarge extends IOException {
    private EventTooLarge(String message) {
        super(message);
    }

    static EventTooLarge than(int most) {
        return new EventTooLarge("an event of more than " + most + " bytes");
    }

    static EventTooLarge forNow(int bytes) {
        return new EventTooLarge("an event of up to " + bytes + " bytes, for which there is no memory now");
    }
}
