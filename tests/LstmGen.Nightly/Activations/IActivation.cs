namespace LstmGen.Nightly.Activations;

/// <summary>One implementation of an activation function. Called by many threads at once.</summary>
internal interface IActivation
{
    /// <summary>Name in the report.</summary>
    string Name { get; }

    /// <summary>y[i] = f(x[i]). Both have the same length, a multiple of 16.</summary>
    void Evaluate(ReadOnlySpan<float> x, Span<float> y);
}
