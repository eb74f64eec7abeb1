namespace LstmGen.Formats;

internal ref partial struct JsonCursor
{
    private const int MostEntries = 1000;

    /// <summary>Adds what an object says to a model's metadata, each of its values in the words of the file, under its key with a name before it.</summary>
    /// <param name="where">What the object is.</param>
    /// <param name="before">Stands before each key, with a dot; null for nothing.</param>
    /// <param name="metadata">Added to.</param>
    internal void Metadata(string where, string? before, Dictionary<string, string> metadata)
    {
        Expect(System.Text.Json.JsonTokenType.StartObject, where);
        while (NextName(where, out string name))
        {
            if (metadata.Count == MostEntries)
            {
                throw _file.Error($"{where} has more than {MostEntries} entries; no more were expected.");
            }

            string key = before is null ? name : $"{before}.{name}";
            if (!metadata.TryAdd(key, Words(where)))
            {
                throw Twice(where, Shown(name));
            }
        }
    }
}
