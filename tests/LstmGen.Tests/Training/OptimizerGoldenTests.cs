using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>A hundred steps of each optimiser against PyTorch's numbers, optimizers.json.</summary>
public sealed class OptimizerGoldenTests
{
    // Both round to float in every step; 100 steps of lr <= 0.05 drift apart by a few units of the last place.
    private const double Tolerance = 2e-6;

    private static readonly JsonElement File = Golden.Load("optimizers.json");

    public static TheoryData<int, string> Variants()
    {
        var data = new TheoryData<int, string>();
        foreach ((int index, JsonElement variant) in File.GetProperty("variants").EnumerateArray().Index())
        {
            data.Add(index, $"{variant.GetProperty("optimizer")} {variant.GetProperty("options")}");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Hundred_steps_give_the_numbers_of_PyTorch(int index, string name)
    {
        JsonElement variant = File.GetProperty("variants")[index];
        LstmTrainable[] trainables = Start();
        LstmOptimizer optimizer = Create(variant.GetProperty("optimizer").GetString()!, variant.GetProperty("options"), trainables);
        int[] kept = [.. File.GetProperty("kept").EnumerateArray().Select(step => step.GetInt32())];
        int compared = 0;
        foreach ((int step, JsonElement gradients) in File.GetProperty("gradients").EnumerateArray().Index())
        {
            SetGradients(trainables, gradients.Floats());
            optimizer.Step();
            Assert.Equal(step + 1, optimizer.Steps);
            if (Array.IndexOf(kept, step + 1) is >= 0 and int place)
            {
                double[] expected = variant.GetProperty("values")[place].Doubles();
                Golden.Compare($"{name}, values after step {step + 1}", expected, Values(trainables), Tolerance);
                compared++;
            }
        }

        Assert.Equal(kept.Length, compared);
        JsonElement states = variant.GetProperty("state");
        string[] names = [.. states.EnumerateObject().Select(state => state.Name).Order()];
        Assert.Equal(names.SelectMany(state => trainables.Select(trainable => $"{trainable.Name}.{state}")).Order(), optimizer.States.Select(state => state.Name).Order());
        foreach (string state in names)
        {
            float[] found = [.. trainables.SelectMany(trainable => optimizer.States.Single(s => s.Name == $"{trainable.Name}.{state}").Values.ToArray())];
            Golden.Compare($"{name}, {state}", states.GetProperty(state).Doubles(), found, Tolerance);
        }
    }

    private static LstmOptimizer Create(string name, JsonElement options, LstmTrainable[] trainables)
    {
        float rate = (float)options.GetProperty("lr").GetDouble();
        double? weightDecay = options.TryGetProperty("weight_decay", out JsonElement decay) ? decay.GetDouble() : null;
        double momentum = options.Number("momentum", 0);
        switch (name)
        {
            case "SGD":
                return new Sgd(trainables, new SgdOptions
                {
                    LearningRate = rate, Momentum = momentum, Dampening = options.Number("dampening", 0), Nesterov = options.Flag("nesterov"),
                    WeightDecay = weightDecay ?? 0,
                });
            case "RMSprop":
                return new RmsProp(trainables, new RmsPropOptions
                {
                    LearningRate = rate, Alpha = options.Number("alpha", 0.99), Epsilon = options.Number("eps", 1e-8), Momentum = momentum,
                    Centered = options.Flag("centered"), WeightDecay = weightDecay ?? 0,
                });
            default:
                double[] betas = options.TryGetProperty("betas", out JsonElement given) ? given.Doubles() : [0.9, 0.999];
                var adam = new AdamOptions
                {
                    LearningRate = rate, Beta1 = betas[0], Beta2 = betas[1], Epsilon = options.Number("eps", 1e-8), WeightDecay = weightDecay,
                };
                return name == "AdamW" ? new AdamW(trainables, adam) : new Adam(trainables, adam);
        }
    }

    private static LstmTrainable[] Start()
    {
        float[] start = File.GetProperty("start").Floats();
        int next = 0;
        return [.. File.GetProperty("shapes").EnumerateObject().Select(shape =>
        {
            long[] dimensions = [.. shape.Value.EnumerateArray().Select(dimension => dimension.GetInt64())];
            int count = (int)dimensions.Aggregate(1L, (product, dimension) => product * dimension);
            next += count;
            return new LstmTrainable(shape.Name, dimensions, start[(next - count)..next], new float[count], new ParametersVersion());
        })];
    }

    private static void SetGradients(LstmTrainable[] trainables, ReadOnlySpan<float> gradients)
    {
        foreach (LstmTrainable trainable in trainables)
        {
            gradients[..trainable.Count].CopyTo(trainable.Gradients);
            gradients = gradients[trainable.Count..];
        }

        Assert.True(gradients.IsEmpty);
    }

    private static float[] Values(LstmTrainable[] trainables) => [.. trainables.SelectMany(trainable => trainable.Values.ToArray())];
}
