package io.aiplat.cluster;

/// Whose a namespace is, as far as one home may see.
public enum NamespaceStanding {
    /// There is none of that name.
    ABSENT,
    /// It carries this home's label: this home made it, and may delete it with all in it.
    OURS,
    /// It carries the label of another home of aiplat.
    OF_ANOTHER_HOME,
    /// It carries no label of any home: somebody made it for purposes of their own.
    SOMEBODYS,
    /// The caller may not look at it: an account that is limited to what is inside.
    HIDDEN
}
