using LstmGen.Formats;

namespace LstmGen.Tests.Model;

/// <summary>Vectors of tokens as tensors: names, shapes, initial values, counts.</summary>
public sealed class EmbeddingTests
{
    private static readonly LstmShape Shape = new(6, 4, 2, 3) { EmbeddedTokens = 50 };

    [Theory]
    [InlineData("", "embedding.weight", "weight_ih_l0")]
    [InlineData("lstm.", "embedding.weight", "lstm.weight_ih_l0")]
    [InlineData("model.lstm.", "model.embedding.weight", "model.lstm.weight_ih_l0")]
    [InlineData("a.b.c.", "a.b.embedding.weight", "a.b.c.weight_ih_l0")]
    public void TheyLieBesideTheModuleOfTheLayers(string prefix, string embedding, string first)
    {
        LstmParameters parameters = LstmWeights.Random(1).Bind(Shape);
        IReadOnlyList<SafetensorsTensor> tensors = parameters.ToTensors(prefix);
        Assert.Equal(embedding, tensors[0].Name);
        Assert.Equal([50, 6], tensors[0].Shape);
        Assert.Equal(first, tensors[1].Name);
        Assert.Equal("head.weight", tensors[^2].Name);
        LstmParameters again = LstmWeights.From([.. tensors], prefix).Bind(Shape);
        Assert.Equal(parameters.Embeddings.ToArray(), again.Embeddings.ToArray());
        Assert.Equal(parameters.WeightHh(1).ToArray(), again.WeightHh(1).ToArray());
        Assert.Equal(parameters.HeadWeights.ToArray(), again.HeadWeights.ToArray());
    }

    [Fact]
    public void TheyAreParametersAndNoMultiplyAdds()
    {
        LstmShape vectors = Shape with { EmbeddedTokens = 0 };
        Assert.Equal(vectors.ParameterCount + (50 * 6), Shape.ParameterCount);
        Assert.Equal(vectors.MultiplyAddsPerStep, Shape.MultiplyAddsPerStep);
        Assert.Empty(LstmWeights.Random(1).Bind(vectors).Embeddings.ToArray());
        Assert.NotEqual(vectors, Shape);
        Assert.Equal("6 inputs, 2 x 4 units, 3 outputs, embeddings of 50 tokens", Shape.ToString());
    }

    [Fact]
    public void NewOnesAreNormalOrUniform()
    {
        LstmShape shape = Shape with { EmbeddedTokens = 5000 };
        float[] normal = LstmWeights.Random(3).Bind(shape).Embeddings.ToArray();
        Assert.InRange(normal.Average(), -0.02, 0.02);
        Assert.InRange(normal.Average(value => value * value), 0.97, 1.03);
        Assert.InRange(normal.Max(), 3.5f, 6);
        float[] uniform = LstmWeights.Random(3, LstmInitializer.Keras).Bind(shape).Embeddings.ToArray();
        Assert.InRange(uniform.Average(), -0.001, 0.001);
        Assert.InRange(uniform.Max(), 0.0499f, 0.05f);
        Assert.InRange(uniform.Min(), -0.05f, -0.0499f);
    }

    [Theory]
    [InlineData("missing", "embedding.weight")]
    [InlineData("shape", "'embedding.weight' has shape [49, 6]")]
    [InlineData("nan", "embedding.weight")]
    public void WhatDoesNotFitIsNamed(string what, string named)
    {
        SafetensorsTensor[] tensors = [.. LstmWeights.Random(1).Bind(Shape).ToTensors()];
        float[] values = tensors[0].ToFloats();
        values[17] = float.NaN;
        tensors = what switch
        {
            "missing" => tensors[1..],
            "shape" => [SafetensorsTensor.FromFloats("embedding.weight", [49, 6], values[..(49 * 6)]), .. tensors[1..]],
            _ => [SafetensorsTensor.FromFloats("embedding.weight", [50, 6], values), .. tensors[1..]],
        };
        Assert.Contains(named, Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors).Bind(Shape)).Message, StringComparison.Ordinal);
    }
}
