namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>A folder for readers that take a path; in memory where the system has one.</summary>
internal static class ReadingFolder
{
    private static readonly DirectoryInfo s_folder = Create();
    private static int s_count;

    /// <summary>A path nobody else uses.</summary>
    internal static string NewFile() => Path.Combine(s_folder.FullName, $"{Interlocked.Increment(ref s_count)}");

    private static DirectoryInfo Create()
    {
        const string Memory = "/dev/shm";
        DirectoryInfo folder = Directory.CreateDirectory(
            Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"lstmgen-fuzz-{Environment.ProcessId}"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder;
    }
}
