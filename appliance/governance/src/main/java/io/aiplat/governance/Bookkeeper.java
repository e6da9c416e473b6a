package io.aiplat.governance;

import java.io.IOException;
import java.sql.SQLException;

/// Bookkeeper of a ledger: what goes on behind requests, until it is closed.
interface Bookkeeper extends AutoCloseable {
    /// Begins. What was left by others has been taken in before.
    void start();

    /// Brings the store up to date. For tests: a background thread does it.
    void settleUp() throws SQLException, IOException;

    /// Looks at the clock, and does what an earlier time that is believed asks for. For tests, as [#settleUp].
    void look() throws SQLException, IOException;

    /// Makes the store smaller. For tests, as [#settleUp].
    void compact() throws SQLException;

    /// Writes what is left. Nothing is let through from here on.
    void stop();

    /// Lets the store go.
    @Override
    void close();
}
