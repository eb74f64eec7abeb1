namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>A layer whose sizes are known only at run time.</summary>
/// <typeparam name="TSelf">The layer itself.</typeparam>
internal interface IDynamicLayer<TSelf>
    where TSelf : IDynamicLayer<TSelf>
{
    /// <summary>A layer with the weights of one of a model's, and the buffers it needs.</summary>
    static abstract TSelf Create(LstmParameters parameters, int layer);

    /// <summary>One time step of one row.</summary>
    /// <param name="inputAndHidden">[Input + H]: x, then h; h is replaced.</param>
    /// <param name="cell">[H], replaced.</param>
    void Step(Span<float> inputAndHidden, Span<float> cell);
}
