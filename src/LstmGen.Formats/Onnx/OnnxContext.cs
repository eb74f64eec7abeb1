namespace LstmGen.Formats.Onnx;

/// <summary>What all nodes of a file share.</summary>
internal sealed class OnnxContext
{
    internal OnnxContext(ModelBytes file)
    {
        File = file;
        Budget = new(file);
        Tensors = new(file, Budget);
    }

    internal ModelBytes File { get; }

    internal MemoryBudget Budget { get; }

    internal OnnxTensorReader Tensors { get; }

    /// <summary>What a user ought to know.</summary>
    internal List<string> Notes { get; } = [];

    internal void Note(string note)
    {
        if (Notes.Count < 100 && !Notes.Contains(note))
        {
            Notes.Add(note);
        }
    }
}
