namespace LstmGen.Formats;

/// <summary>Inputs and the outputs that a model gives for them, as its maker computed them.</summary>
/// <param name="Inputs">[T, input].</param>
/// <param name="Outputs">[T, output].</param>
public sealed record LstmModelProof(ReadOnlyMemory<float> Inputs, ReadOnlyMemory<float> Outputs);
