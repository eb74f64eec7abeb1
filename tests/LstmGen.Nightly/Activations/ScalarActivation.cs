namespace LstmGen.Nightly.Activations;

/// <summary>An implementation float by float.</summary>
internal sealed class ScalarActivation(string name, Func<float, float> function) : IActivation
{
    public string Name => name;

    public void Evaluate(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = function(x[i]);
        }
    }
}
