package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/// Session of an administration with the store it works on: its connection, and what a change takes to be lasting.
/// Not safe for threads.
public interface KeySession extends AutoCloseable {
    /// The connection to work through. Another than before where that one was lost.
    Connection connection() throws SQLException;

    /// Does work that changes keys, users or teams: wholly and lastingly, or not at all.
    <T> T change(Sql.Transaction<T> work) throws SQLException, IOException;

    /// Does work that sees the store at one moment.
    <T> T read(Sql.Transaction<T> work) throws SQLException;

    /// Tells who serves from this store in this process what was changed; asked without any lock.
    void changed();

    /// What a failure means to a person.
    ApplianceException failure(SQLException e);

    /// What a failure means to a person.
    ApplianceException failure(IOException e);

    @Override
    void close();
}
