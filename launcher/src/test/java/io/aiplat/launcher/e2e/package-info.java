/// The JAR as a person uses it: a process, a home of its own, and real clients. Read as stories:
///
/// * [EmbeddedUpIT], [DockerUpIT]: from the first `up` to exact answers, through crashes, to nothing left
/// * [KillUpIT]: `up` killed at random moments
/// * [EngineRestartIT]: the container engine restarted under what serves; it runs where `AIPLAT_E2E_ENGINE` says how
/// * [CompanyNetworkIT]: models through a company's proxy, from a registry with a certificate of its own authority
/// * [GovernedClientsIT]: six clients with keys, budgets and limits against `gateway run` and a real Ollama
/// * [GpuIT]: GPUs as commands, API and metrics tell them, with stand-ins for a driver
/// * [AdminApiFuzzIT]: the admin API held to its OpenAPI document
/// * [MachineFailuresIT], [HomeFailuresIT], [ClusterFailuresIT], [ForeignModelsIT]: what can go wrong, provoked for
///   real, with the exit status and the code of the problem that a person is told
///
/// Every story ends with [Aiplat#close], which purges and then asserts that no process, file or port is left. What a
/// story needs beyond Java (`testbed/build`, Python, Node, root) it says where it is skipped; with
/// `AIPLAT_E2E=required` it fails instead. `AIPLAT_E2E_SEED` repeats the moments of a run of [KillUpIT].
@NullMarked
package io.aiplat.launcher.e2e;

import org.jspecify.annotations.NullMarked;
