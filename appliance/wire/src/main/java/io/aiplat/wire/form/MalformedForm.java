package io.aiplat.wire.form;

/// Bytes are not the form they were said to be. The message says what was expected where.
public final class MalformedForm extends Exception {
    private static final long serialVersionUID = 1;

    MalformedForm(String message) {
        super(message);
    }
}
