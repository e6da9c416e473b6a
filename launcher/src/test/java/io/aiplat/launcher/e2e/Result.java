package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a program that has ended did.
///
/// @param said the command line, for messages
record Result(String said, int exit, String out, String err) {
    /// Asserts that it went well.
    Result ok() {
        assertEquals(0, exit, () -> "exit status of " + this);
        return this;
    }

    /// Asserts that it ended with this status.
    Result exits(int status) {
        assertEquals(status, exit, () -> "exit status of " + this);
        return this;
    }

    /// Asserts that it did not go well, whatever it said.
    Result failed() {
        assertNotEquals(0, exit, () -> "exit status of " + this);
        return this;
    }

    /// Asserts that it told of a problem and how to mend it, once and without a stack trace.
    Result failsWith(int status, String code) {
        assertTrue(err.contains("error " + code + ": "), () -> code + " expected of " + this);
        assertTrue(err.contains("\n  why: ") && err.contains("\n  try: "), () -> "why and what to try, in " + this);
        assertFalse(err.contains("\tat "), () -> "no stack trace in " + this);
        assertEquals(status, exit, () -> "exit status of " + this);
        return this;
    }

    /// Asserts that a person was told this.
    Result tells(String text) {
        assertTrue((out + err).contains(text), () -> "\"" + text + "\" expected of " + this);
        return this;
    }

    @Override
    public String toString() {
        return said + "\n--- exit status " + exit + ", standard output:\n" + out + "\n--- standard error:\n" + err;
    }
}
