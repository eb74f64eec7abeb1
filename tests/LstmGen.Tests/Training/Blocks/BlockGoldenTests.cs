using System.Globalization;
using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Blocks against PyTorch's functions of the same names, in double (blocks.py).</summary>
public sealed class BlockGoldenTests
{
    private static readonly JsonElement s_golden = Golden.Load("blocks.json");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_golden.GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_PyTorchs(int index)
    {
        JsonElement golden = s_golden.GetProperty("cases")[index];
        JsonElement options = golden.GetProperty("options");
        string name = golden.GetProperty("block").GetString()!;
        float[] outputGradients = golden.GetProperty("outputGradients").Floats(), outputs = new float[outputGradients.Length];
        var gradients = new Dictionary<string, float[]>();
        TrainableBlock block;
        switch (name)
        {
            case "Dense":
                string? activation = options.GetProperty("activation").GetString();
                var dense = new DenseBlock("", 13, 9, new DenseOptions { Rows = 6, Activation = activation is null ? null : Enum.Parse<LstmActivation>(activation) });
                Fill(block = dense, golden);
                dense.Forward(Values("inputs"), outputs);
                dense.Backward(outputGradients, gradients["inputs"] = new float[6 * 13]);
                break;
            case "Embedding":
                var embedding = new EmbeddingBlock("", 5, 4, new EmbeddingOptions { Rows = 6, Padding = options.TryGetProperty("padding", out JsonElement padding) ? padding.GetInt32() : null });
                Fill(block = embedding, golden);
                embedding.Forward([.. Values("ids").Select(id => (int)id)], outputs);
                embedding.Backward(outputGradients);
                break;
            case "LayerNorm":
                var norm = new LayerNormBlock("", 11, 4);
                Fill(block = norm, golden);
                norm.Forward(Values("inputs"), outputs);
                norm.Backward(outputGradients, gradients["inputs"] = new float[4 * 11]);
                break;
            default:
                AttentionKind kind = Enum.Parse<AttentionKind>(options.GetProperty("kind").GetString()!);
                var attention = new AttentionBlock("", Option("query"), Option("source"), new AttentionOptions
                {
                    Batch = Option("batch"), SourceSteps = Option("sourceSteps"), QuerySteps = Option("querySteps"), Kind = kind, Units = kind == AttentionKind.Additive ? Option("units") : null,
                });
                Fill(block = attention, golden);
                float[] queries = Values("queries"), source = Values("source");
                attention.Forward(queries, source, [.. options.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())], outputs);
                attention.Backward(outputGradients, gradients["queries"] = new float[queries.Length], gradients["source"] = new float[source.Length]);
                break;
        }

        foreach (LstmTrainable trainable in block.Trainables)
        {
            gradients[trainable.Name] = trainable.Gradients.ToArray();
        }

        Golden.Compare($"{name} {options}", golden.GetProperty("outputs").Doubles(), outputs, 4e-6);
        Assert.Equal(golden.GetProperty("gradients").EnumerateObject().Select(each => each.Name).Order(), gradients.Keys.Order());
        foreach ((string of, float[] found) in gradients)
        {
            Golden.Compare(string.Create(CultureInfo.InvariantCulture, $"{name} {options}: {of}"), golden.GetProperty("gradients").GetProperty(of).Doubles(), found, 4e-6);
        }

        block.Dispose();

        float[] Values(string of) => golden.GetProperty("values").GetProperty(of).Floats();

        int Option(string of) => options.GetProperty(of).GetInt32();
    }

    private static void Fill(TrainableBlock block, JsonElement golden)
    {
        foreach (LstmTrainable trainable in block.Trainables)
        {
            trainable.CopyFrom(golden.GetProperty("values").GetProperty(trainable.Name).Floats());
        }
    }
}
