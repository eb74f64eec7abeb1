namespace LstmGen.Benchmarks.Peers;

/// <summary>A peer that computes the forward pass.</summary>
internal interface IInferencePeer : IPeer
{
    /// <summary>
    /// Makes everything that the calls of a problem need, outputs and states included. A unit of work is one call; call k takes
    /// <see cref="InferenceProblem.Inputs"/> of call k mod <see cref="InferenceProblem.Calls"/>. States are carried on from call to call, except for a ragged batch, where
    /// every call starts from the initial states.
    /// </summary>
    /// <exception cref="NotSupportedException">The peer cannot do this kind of problem; the message says why.</exception>
    IPrepared PrepareInference(InferenceProblem problem);
}
