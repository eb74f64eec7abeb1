using Microsoft.Build.Framework;

namespace LstmGen.Build;

/// <summary>
/// Writes the header of each weight file beside the compiler's other inputs, where the generator may read it: generators read
/// texts the project names, never files. A file that is no safetensors file is no error here; its text says what is wrong with
/// it, and the generator reports that at the model.
/// </summary>
/// <remarks>Implements the interface itself: the helper classes of MSBuild would be a dependency more.</remarks>
public sealed class WriteWeightHeaders : ITask
{
    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>The weight files; the metadata LstmHeader is where the text goes.</summary>
    [Required]
    public ITaskItem[] Weights { get; set; } = [];

    /// <inheritdoc/>
    public bool Execute()
    {
        bool written = true;
        foreach (ITaskItem item in Weights)
        {
            string file = item.GetMetadata("FullPath");
            string header = item.GetMetadata("LstmHeader");
            try
            {
                SafeFile.Write(header, HeaderText.Describe(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Report($"The header of the weight file '{item.ItemSpec}' could not be written to '{header}': {error.Message}", item);
                written = false;
            }
        }

        return written;
    }

    private void Report(string message, ITaskItem item)
        => BuildEngine.LogErrorEvent(new BuildErrorEventArgs(
            "LstmGen", "", item.GetMetadata("DefiningProjectFullPath"), 0, 0, 0, 0, message, "", nameof(WriteWeightHeaders)));
}
