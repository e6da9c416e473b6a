package io.aiplat.wire.sse;

import java.io.IOException;

/// An event of which more would have to be kept than was agreed.
public final class EventTooLarge extends IOException {
    EventTooLarge(int most) {
        super("an event of more than " + most + " bytes");
    }
}
