using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Training;

// The numbers as a text in the file of the weights, with the names of their columns.
public sealed partial class SeriesScaler
{
    private const string Kind = "series_scaler";

    /// <summary>
    /// The numbers, exact, and the names of their columns as an entry of a weight file's metadata:
    /// <c>parameters.Save(path, [scaler.ToMetadata(columns)])</c>. So one file is the model with its scaling.
    /// </summary>
    /// <param name="columns">What each column is called, in order; each once.</param>
    /// <param name="name">Of this scaler, where a file has several.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than columns, or one occurs twice.</exception>
    public KeyValuePair<string, string> ToMetadata(IReadOnlyList<string> columns, string name = "inputs")
    {
        ArgumentNullException.ThrowIfNull(name);
        SeriesMetadata.CheckNames(columns, Columns, nameof(columns));
        return SeriesMetadata.Entry(Kind, name, json =>
        {
            SeriesMetadata.Write(json, "columns", columns);
            SeriesMetadata.Write(json, "offset", _offset);
            SeriesMetadata.Write(json, "scale", _scale);
        });
    }

    /// <summary>Reads what <see cref="ToMetadata"/> gave.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">The columns that the program has, in order: those of the file must be the same.</param>
    /// <param name="name">Of the scaler.</param>
    /// <exception cref="LstmFormatException">The file has no such scaler, or one of other columns, or its text is damaged.</exception>
    public static SeriesScaler FromMetadata(SafetensorsFile file, IReadOnlyList<string> columns, string name = "inputs")
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(name);
        return SeriesMetadata.Read(file, Kind, name, json =>
        {
            SeriesMetadata.RequireNames(json, "columns", columns);
            return new SeriesScaler(SeriesMetadata.Floats(json, "offset"), SeriesMetadata.Floats(json, "scale"));
        });
    }
}
