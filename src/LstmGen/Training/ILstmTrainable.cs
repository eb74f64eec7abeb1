namespace LstmGen.Training;

/// <summary>
/// What a class marked with <see cref="LstmModelAttribute"/> or <see cref="LstmNetworkAttribute"/> offers for training; not where <see cref="LstmModelAttribute.Training"/> is false.
/// </summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmTrainable<TSelf> : ILstmModel<TSelf>
    where TSelf : class, ILstmTrainable<TSelf>
{
    /// <summary>Memory and kernels for training steps of this shape.</summary>
    /// <param name="parameters">The parameters to train: every forward pass takes them as they then are. Tapes may share them; none writes them.</param>
    /// <param name="options">Batch, steps, threads, dropout.</param>
    /// <exception cref="ArgumentException">The parameters are of another shape, or an option is out of range.</exception>
    static abstract LstmTape CreateTape(LstmParameters parameters, LstmTapeOptions options);
}
