package io.aiplat.provisioning.plan;

/// Phase of a plan, in the order they are carried out. Within one, planes come in their own order.
enum Phase {
    /// What the cluster and the engines are made of is taken out of a bundle archive.
    BRING,
    /// The cluster is brought to life.
    CLUSTER,
    /// Images are brought to where they will be run.
    IMAGES,
    /// Things are set up that need not be waited for one by one.
    INSTALL,
    /// What runs models is ready, and given its models.
    MODELS,
    /// What serves is started, where it has not been already.
    SERVE,
    /// All of it is seen ready.
    VERIFY
}
