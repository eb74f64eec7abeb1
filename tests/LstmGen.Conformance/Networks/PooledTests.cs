using LstmGen.TestKit.Networks;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>What random cases do not show of outputs of all steps together: equal values, NaN, and runs without a step.</summary>
public sealed class PooledTests
{
    private const int Steps = 5, Batch = 3;

    /// <summary>Layers that forget all and read nothing of h give the same for the same inputs, in every step.</summary>
    private static LstmWeights Forgetful => LstmWeights.From([.. LstmWeights.Random(3).Bind(Heard.Shape).ToTensors().Select(tensor =>
    {
        float[] values = tensor.ToFloats();
        if (tensor.Name.StartsWith("weight_hh", StringComparison.Ordinal))
        {
            Array.Clear(values);
        }
        else if (tensor.Name.StartsWith("bias_ih", StringComparison.Ordinal))
        {
            Array.Fill(values, -1000, Heard.Shape.Hidden, Heard.Shape.Hidden); // f
        }

        return Formats.SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape], values);
    })]);

    [Fact]
    public void TheGradientOfEqualValuesGoesToTheFirst()
    {
        foreach (string kernelSet in Heard.KernelSets)
        {
            using LstmTape tape = Heard.CreateTape(Forgetful.Bind(Heard.Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps, KernelSet = kernelSet });
            float[] sample = new SplitMix(1).Fill(Batch * 6, 1), outputs = new float[Batch * 3], gradients = new float[Steps * Batch * 6];
            tape.Forward([.. Enumerable.Repeat(sample, Steps).SelectMany(each => each)], [Steps, 2, 1], tape.CreateState(), outputs);
            tape.Backward(new SplitMix(2).Fill(Batch * 3, 1), inputGradients: gradients);
            Assert.All(gradients[..(Batch * 6)], value => Assert.NotEqual(0, value));
            Assert.All(gradients[(Batch * 6)..], value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void ANaNOfOneStepIsOneOfTheOutputs()
    {
        foreach (string kernelSet in I3H33ReverseMaxFast.KernelSets)
        {
            I3H33ReverseMaxFast model = I3H33ReverseMaxFast.Create(LstmWeights.Random(1), kernelSet);
            float[] inputs = new SplitMix(1).Fill(Steps * Batch * 3, 1), outputs = new float[Batch * 33];
            inputs[3] = float.NaN; // the first step of row 1, which is read last
            model.Run(inputs, model.CreateState(Batch), outputs);
            Assert.All(Enumerable.Range(0, outputs.Length), at => Assert.Equal(at / 33 == 1, float.IsNaN(outputs[at])));
        }
    }

    /// <summary>A row of length 0 has outputs of 0, beside others and alone, and no gradient; its state stays.</summary>
    [Theory]
    [InlineData("I6H20L2O3Last")]
    [InlineData("Sentiment")]
    [InlineData("Loudest")]
    [InlineData("I4H12P5L2O2BothApartLast")]
    public void WithoutAStepOutputsAreZero(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        CompiledModel model = network.Model.Create(LstmWeights.Random(1));
        int size = network.Shape.OutputSize;
        foreach ((int batch, int steps) in ((int, int)[])[(1, 0), (4, 0), (1, 3), (4, 3)])
        {
            foreach (bool lengths in new[] { false, true })
            {
                float[] outputs = Result.Poisoned(batch * size);
                if (lengths)
                {
                    model.Run(new float[steps * batch * network.Shape.Input], new int[batch], model.CreateState(batch), outputs);
                }
                else
                {
                    model.Run([], model.CreateState(batch), outputs);
                }

                Assert.All(outputs, value => Assert.Equal(0, value));
            }
        }

        using LstmTape tape = network.Model.CreateTape(LstmWeights.Random(1).Bind(network.Shape), new LstmTapeOptions { Batch = 2, Steps = 3 });
        float[] rows = Result.Poisoned(2 * size), inputs = new float[3 * 2 * network.Shape.Input];
        tape.Forward(inputs, [0, 0], tape.CreateState(), rows);
        tape.Backward(rows, inputGradients: inputs);
        Assert.All(rows.Concat(inputs).Concat(tape.Trainables.SelectMany(each => each.Gradients.ToArray())), value => Assert.Equal(0, value));
    }

    [Fact]
    public void OtherSizesAreRefused()
    {
        CompiledModel model = NetworkCases.Get("Sentiment").Model.Create(LstmWeights.Random(1));
        var error = Assert.Throws<ArgumentException>(() => model.Run(new float[3 * 2 * 7], model.CreateState(2), new float[3 * 2 * 4]));
        Assert.StartsWith("outputs has 24 floats; batch 2 x output 4 = 8 were expected.", error.Message, StringComparison.Ordinal);
        using LstmTape tape = Sentiment.CreateTape(LstmWeights.Random(1).Bind(Sentiment.Shape), new LstmTapeOptions { Batch = 2, Steps = 3 });
        Assert.Throws<ArgumentException>(() => tape.Forward(new float[3 * 2 * 7], tape.CreateState(), new float[3 * 2 * 4]));
        tape.Forward(new float[3 * 2 * 7], tape.CreateState(), new float[2 * 4]);
        Assert.Throws<ArgumentException>(() => tape.Backward(new float[3 * 2 * 4]));
    }
}
