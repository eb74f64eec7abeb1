using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Inputs and what another program gave for them, written beside a small model.</summary>
internal sealed record Expected(float[] X, float[] Y)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    internal static Expected Read(string folder, string name)
        => JsonSerializer.Deserialize<Expected>(File.ReadAllText(Models.Own(folder, name + ".expected.json")), s_options)!;

    /// <summary>Reads a small model of the test project, runs it, and compares.</summary>
    internal static LstmModelFile Check(string folder, string name, string ending, float tolerance = 2e-6f)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own(folder, name + ending));
        Expected expected = Read(folder, name);
        Models.Close(DynamicModel.Run(model, expected.X), expected.Y, tolerance);
        return model;
    }

    /// <summary>The same of a model that reads whole sequences.</summary>
    internal static LstmModelFile CheckSequence(string folder, string file, string name, LstmReadOptions? options = null, float tolerance = 2e-6f)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own(folder, file), options);
        Expected expected = Read(folder, name);
        Models.Close(PlainSequence.Run(model, expected.X), expected.Y, tolerance);
        Models.Close(Dynamic(model, expected), expected.Y, tolerance);
        return model;
    }

    /// <summary>What LstmDynamic gives for it.</summary>
    private static float[] Dynamic(LstmModelFile model, Expected expected)
    {
        var dynamic = new LstmDynamic(model.Network, model.Weights);
        float[] outputs = new float[expected.Y.Length];
        if (dynamic.TakesTokens)
        {
            dynamic.Run(Array.ConvertAll(expected.X, token => (int)token), dynamic.CreateState(), outputs);
        }
        else
        {
            dynamic.Run(expected.X, dynamic.CreateState(), outputs);
        }

        return outputs;
    }
}
