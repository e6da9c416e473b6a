/// What is done with a set of connections: when they send, and what is counted.
///
/// All but the constructor is called on the loop's thread, unless a plan says otherwise.
interface Plan {
    /// Whether answers are streams whose frames are looked at.
    boolean looksAtFrames();

    /// A frame came that left the upstream at `stamp`.
    void frame(Connection connection, long stamp, long now);

    /// A whole answer came. `done` is false for a stream that ended without its end.
    void answered(Connection connection, int status, boolean done, long now);

    /// The request in flight will have no answer.
    void failed(Connection connection, String why);

    /// Called after each turn of the loop; false ends it.
    boolean goesOn(long now);
}
