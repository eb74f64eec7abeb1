using System.CommandLine;
using LstmGen.Training;

namespace LstmGen.Samples;

/// <summary>What a sample was asked for.</summary>
internal sealed class SampleRun(ParseResult parsed, CancellationToken cancellation)
{
    /// <summary>The folder of the user's data; null: the small set that the sample makes itself.</summary>
    public string? Data { get; init; }

    /// <summary>Where to draw; null: nowhere.</summary>
    public string? Picture { get; init; }

    /// <summary>Where to write the trained model; null: nowhere.</summary>
    public string? Save { get; init; }

    /// <summary>The model to take instead of training one; null: train.</summary>
    public string? Load { get; init; }

    public int Seed { get; init; }

    public int Threads { get; init; }

    public int Epochs { get; init; }

    /// <summary>Asked for by Ctrl+C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>What training took, and the most memory.</summary>
    public RunFacts Facts { get; } = new();

    /// <summary>The value of an option of the sample's own.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Trains, with a progress bar; the time counts in <see cref="Facts"/>.</summary>
    public T Train<T>(Func<IProgress<TrainingProgress>, T> train)
        => Facts.Measure(() =>
        {
            using TrainingBar bar = TrainingBar.OnConsole();
            return train(bar);
        });

    /// <summary>A file of the folder of data.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public string DataFile(string name)
    {
        string path = Path.Combine(Data ?? "", name);
        return File.Exists(path) ? path : throw new InputException($"{path}: there is no such file; --data is to name a folder that has it.");
    }

    /// <summary>What would be an error after training had better be one before.</summary>
    internal void Check()
    {
        if (Data is not null && !Directory.Exists(Data))
        {
            throw new InputException($"--data: there is no folder {Data}.");
        }

        if (Load is not null && !File.Exists(Load))
        {
            throw new InputException($"--load: there is no file {Load}.");
        }

        if (Picture is not null && Path.GetExtension(Picture) is not (".svg" or ".png"))
        {
            throw new InputException($"--svg: {Picture} was given; a file that ends in .svg or .png was expected.");
        }

        Writable("--save", Save);
        Writable("--svg", Picture);
    }

    private static void Writable(string option, string? path)
    {
        if (path is not null && (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))))
        {
            throw new InputException($"{option}: no file {path} can be written; a name in a folder that exists was expected.");
        }
    }
}
