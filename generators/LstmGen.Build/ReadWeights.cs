using Microsoft.Build.Framework;

namespace LstmGen.Build;

/// <summary>
/// Makes a copy of each weight file for the assembly, and writes its header beside it, where the generator may read it: generators read
/// texts the project names, never files. A file that is no safetensors file is no error here; its text says what is wrong with
/// it, and the generator reports that at the model.
/// </summary>
/// <remarks>Implements the interface itself: the helper classes of MSBuild would be a dependency more.</remarks>
public sealed class ReadWeights : ITask
{
    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>Weight files and references; the metadata LstmCopy is where the copy goes, and with <c>.json</c> the text.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The assembly that makes weight files of model files of other formats; empty where the project has none.</summary>
    public string Converter { get; set; } = "";

    /// <summary>The program <c>dotnet</c> that runs it.</summary>
    public string Host { get; set; } = "dotnet";

    /// <inheritdoc/>
    public bool Execute()
    {
        bool written = true;
        foreach (ITaskItem item in Files)
        {
            try
            {
                Update(item, item.GetMetadata("FullPath"), item.GetMetadata("LstmCopy"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Report($"The file '{item.ItemSpec}' could not be copied to '{item.GetMetadata("LstmCopy")}': {error.Message}", item);
                written = false;
            }
        }

        return written;
    }

    private void Update(ITaskItem item, string file, string copy)
    {
        if (Converter.Length > 0 && item.GetMetadata("LstmKind") == "weights" && Conversion.Concerns(file))
        {
            new Conversion(Host, Converter).Update(file, copy, item.GetMetadata("Prefix"), item.GetMetadata("From"), item.GetMetadata("To"));
        }
        else
        {
            WeightCopy.Update(file, copy);
        }
    }

    private void Report(string message, ITaskItem item)
        => BuildEngine.LogErrorEvent(new BuildErrorEventArgs(
            "LstmGen", "", Uri.UnescapeDataString(item.GetMetadata("LstmProject")), 0, 0, 0, 0, message, "", nameof(ReadWeights)));
}
