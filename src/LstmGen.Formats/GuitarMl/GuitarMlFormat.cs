using System.Globalization;

namespace LstmGen.Formats;

/// <summary>
/// Pedals and amplifiers of GuitarML (NeuralPi, Proteus): an LSTM or GRU by PyTorch's names and a linear layer. Inputs after the first are knobs, 0 to 1. With <c>skip</c> the sample is
/// added to what the network gives.
/// </summary>
internal sealed class GuitarMlFormat : IModelFormat
{
    private const string Model = "the model";
    private const string State = "state_dict";
    private static readonly string[] s_keys = ["model_data", State];

    public string Name => "GuitarML";

    public bool Recognizes(ModelBytes file) => file.Json.HasFlag(JsonKinds.GuitarMl);

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
        => JsonCursor.Read(file, (ref JsonCursor cursor) =>
        {
            JsonCursor model = default, state = default;
            uint seen = 0;
            while (cursor.NextKey(Model, s_keys, ref seen, out string key))
            {
                (key == State ? ref state : ref model) = cursor;
                cursor.Skip();
            }

            cursor.Require(Model, s_keys, seen, s_keys);
            GuitarMlConfig config = GuitarMlConfig.Read(ref model);
            return Build(new ModelBuilder(file, Name) { Input = config.Inputs, Skip = config.Skip }, config, Tensors(ref state, Shapes(config)));
        });

    /// <summary>The tensors that such a model has.</summary>
    private static Dictionary<string, int[]> Shapes(GuitarMlConfig config)
    {
        int rows = (config.Gru ? 3 : 4) * config.Hidden;
        var shapes = new Dictionary<string, int[]> { ["lin.weight"] = [config.Outputs, config.Hidden] };
        for (int layer = 0; layer < config.Layers; layer++)
        {
            shapes.Add(Recurrent("weight_ih", layer), [rows, layer == 0 ? config.Inputs : config.Hidden]);
            shapes.Add(Recurrent("weight_hh", layer), [rows, config.Hidden]);
            if (config.Bias)
            {
                shapes.Add(Recurrent("bias_ih", layer), [rows]);
                shapes.Add(Recurrent("bias_hh", layer), [rows]);
            }
        }

        if (config.Bias)
        {
            shapes.Add("lin.bias", [config.Outputs]);
        }

        return shapes;
    }

    private static Dictionary<string, float[]> Tensors(ref JsonCursor cursor, Dictionary<string, int[]> shapes)
    {
        cursor.Expect(System.Text.Json.JsonTokenType.StartObject, State);
        var tensors = new Dictionary<string, float[]>();
        while (cursor.NextName(State, out string name))
        {
            if (!shapes.TryGetValue(name, out int[]? shape))
            {
                throw cursor.Error($"{State} has a tensor {JsonCursor.Shown(name)} that such a model has no use for; {string.Join(", ", shapes.Keys)} were expected.");
            }

            if (!tensors.TryAdd(name, cursor.Numbers($"{State}.{name}", shape)))
            {
                throw cursor.Error($"{State} has a tensor {name} twice; once was expected.");
            }
        }

        return shapes.Keys.FirstOrDefault(name => !tensors.ContainsKey(name)) is { } missing
            ? throw cursor.Error($"{State} has no tensor {missing}; one was expected.")
            : tensors;
    }

    private static LstmModelFile Build(ModelBuilder builder, GuitarMlConfig config, Dictionary<string, float[]> tensors)
    {
        LayerTensors[] layers = [.. Enumerable.Range(0, config.Layers).Select(Layer)];
        if (config.Gru)
        {
            builder.AddGru(new GruAttribute(config.Hidden, config.Layers) { Bias = config.Bias }, layers);
        }
        else
        {
            builder.AddLstm(new LstmAttribute(config.Hidden, config.Layers) { Bias = config.Bias }, layers);
        }

        builder.AddDense(new DenseAttribute(config.Outputs), tensors["lin.weight"], tensors.GetValueOrDefault("lin.bias"));
        return builder.Build();

        LayerTensors Layer(int layer) => new()
        {
            InputWeights = tensors[Recurrent("weight_ih", layer)],
            RecurrentWeights = tensors[Recurrent("weight_hh", layer)],
            InputBias = tensors.GetValueOrDefault(Recurrent("bias_ih", layer)),
            RecurrentBias = tensors.GetValueOrDefault(Recurrent("bias_hh", layer)),
        };
    }

    private static string Recurrent(string tensor, int layer) => string.Create(CultureInfo.InvariantCulture, $"rec.{tensor}_l{layer}");
}
