namespace LstmGen;

/// <summary>Weights on their way into a model: named tensors of a file, or random initial values.</summary>
public abstract class LstmWeights
{
    private protected LstmWeights()
    {
    }

    /// <summary>Named tensors of a safetensors file.</summary>
    public static LstmWeights Load(string path, string prefix = "", string head = "head.") => throw new NotImplementedException();

    /// <summary>PyTorch's initialisation: every parameter uniform in ±1/sqrt(Hidden); the same values on every machine for a seed.</summary>
    public static LstmWeights Random(ulong seed) => throw new NotImplementedException();

    /// <summary>Checks the tensors against a shape and gives them in PyTorch's layout.</summary>
    /// <exception cref="LstmFormatException">A tensor is missing, extra, mis-shaped, of a wrong dtype or not finite.</exception>
    public abstract LstmParameters Bind(LstmShape shape);
}
