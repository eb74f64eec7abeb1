using LstmGen.TestKit.Comparing;
using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Networks;

/// <summary>A token is a one-hot vector, to the bit.</summary>
internal static class TokenChecks
{
    private const int Past = int.MinValue;

    /// <summary>Sequences of tokens, with and without lengths, against sequences of vectors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">Values of h of a layer.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="kernelSet">For messages.</param>
    internal static void Runs<T>(T model, int outputs, int batch, int steps, string kernelSet)
        where T : class, ILstmTokenModel<T>
    {
        LstmShape shape = T.Shape;
        int hidden = batch * shape.Layers * outputs, cell = batch * shape.Layers * shape.Hidden;
        var random = new SplitMix((ulong)(batch + steps));
        int[] tokens = [.. Enumerable.Range(0, batch * steps).Select(_ => random.Below(shape.Input))];
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Below(steps + 1))];
        float[] inputs = OneHot(shape, tokens);
        string what = $"{kernelSet}, {batch} x {steps}";
        float[] expected = new float[batch * ReferenceNetworks.OutputSteps(shape, steps) * shape.OutputSize], found = new float[expected.Length];

        LstmState ofVectors = State(model, outputs, batch), ofTokens = State(model, outputs, batch);
        model.Run(inputs, ofVectors, expected);
        model.Run(tokens, ofTokens, found);
        Result.Of(expected, ofVectors, hidden, cell).AssertSame(Result.Of(found, ofTokens, hidden, cell), what);

        (ofVectors, ofTokens) = (State(model, outputs, batch), State(model, outputs, batch));
        model.Run(inputs, lengths, ofVectors, expected);
        for (int index = 0; index < tokens.Length; index++)
        {
            tokens[index] = index / batch < lengths[index % batch] ? tokens[index] : Past;
        }

        Array.Fill(found, float.NaN);
        model.Run(tokens, lengths, ofTokens, found);
        Result.Of(expected, ofVectors, hidden, cell).AssertSame(Result.Of(found, ofTokens, hidden, cell), $"{what}, lengths");
    }

    /// <summary>The same of tokens with vectors of their own: those stand in the weights.</summary>
    internal static void EmbeddedRuns<T>(T model, LstmWeights weights, int batch, int steps, string kernelSet)
        where T : class, ILstmTokenModel<T>
    {
        LstmShape shape = T.Shape;
        LstmParameters parameters = weights.Bind(shape);
        var random = new SplitMix((ulong)(batch + steps));
        int[] tokens = [.. Enumerable.Range(0, batch * steps).Select(_ => random.Below(shape.EmbeddedTokens))];
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Below(steps + 1))];
        float[] inputs = [.. tokens.SelectMany(token => parameters.Embeddings.Slice(token * shape.Input, shape.Input).ToArray())];
        float[] expected = new float[batch * ReferenceNetworks.OutputSteps(shape, steps) * shape.OutputSize], found = new float[expected.Length];
        foreach (bool ragged in new[] { false, true })
        {
            LstmState ofVectors = model.CreateState(batch), ofTokens = model.CreateState(batch);
            if (ragged)
            {
                model.Run(inputs, lengths, ofVectors, expected);
                model.Run([.. tokens.Select((token, index) => index / batch < lengths[index % batch] ? token : Past)], lengths, ofTokens, found);
            }
            else
            {
                model.Run(inputs, ofVectors, expected);
                model.Run(tokens, ofTokens, found);
            }

            Bits.AssertSame(expected, found, $"{kernelSet}, {batch} x {steps} embedded");
            for (int layer = 0; layer < ofVectors.LayerCount; layer++)
            {
                Bits.AssertSame(ofVectors.Hidden(layer, batch - 1), ofTokens.Hidden(layer, batch - 1), $"h, {kernelSet}, {batch} x {steps} embedded");
            }
        }
    }

    internal static LstmState State<T>(T model, int outputs, int batch)
        where T : class, ILstmTokenModel<T>
    {
        LstmState state = model.CreateState(batch);
        var random = new SplitMix(3);
        state.Import(random.Fill(batch * T.Shape.Layers * outputs, 1), random.Fill(batch * T.Shape.Layers * T.Shape.Hidden, 1));
        return state;
    }

    internal static float[] OneHot(LstmShape shape, int[] tokens)
    {
        float[] vectors = new float[tokens.Length * shape.Input];
        for (int index = 0; index < tokens.Length; index++)
        {
            vectors[(index * shape.Input) + tokens[index]] = 1;
        }

        return vectors;
    }
}
