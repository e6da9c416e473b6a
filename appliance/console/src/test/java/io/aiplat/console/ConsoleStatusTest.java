package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Page and command line go by the status of an answer: that of a problem stays what it is.
class ConsoleStatusTest {
    @Test
    void whoMayNotIsToldSo() {
        assertEquals(403, ConsoleProblems.foreignPage().code().httpStatus());
    }

    @Test
    void whatIsAskedWronglyIsTheFaultOfWhoeverAsks() {
        assertEquals(400, ConsoleProblems.refused("x", "x").code().httpStatus());
        assertEquals(404, ConsoleProblems.noModel("x").code().httpStatus());
    }
}
