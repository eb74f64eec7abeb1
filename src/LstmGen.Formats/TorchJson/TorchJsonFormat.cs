namespace LstmGen.Formats;

/// <summary>A state_dict of PyTorch as a JSON text: nested arrays by names, as RTNeural's programs write it.</summary>
internal sealed class TorchJsonFormat : IModelFormat
{
    private const string Model = "the state_dict";
    private const int MostTensors = 4096;

    public string Name => "JSON of a state_dict";

    public bool Recognizes(ModelBytes file) => file.Json == JsonKinds.TorchJson;

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        List<NamedTensor> tensors = JsonCursor.Read(file, Tensors);
        return new StateDictNetwork(file, Name, options).Read(tensors);
    }

    private static List<NamedTensor> Tensors(ref JsonCursor cursor)
    {
        var tensors = new List<NamedTensor>();
        var names = new HashSet<string>();
        while (cursor.NextName(Model, out string name))
        {
            string shown = JsonCursor.Shown(name);
            if (!names.Add(name) || tensors.Count == MostTensors)
            {
                throw cursor.Error($"{Model} has a tensor {shown} twice, or more than {MostTensors} tensors; each once was expected.");
            }

            float[] values = cursor.Numbers(shown, out int[] shape);
            tensors.Add(new NamedTensor(name, [.. shape.Select(length => (long)length)], "F32", () => values));
        }

        return tensors;
    }
}
